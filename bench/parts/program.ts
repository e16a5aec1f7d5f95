import { randomInt } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDatabase } from '../phases/stage.ts';
import { isLeaving, within } from '../support/cleanup.ts';
import { describeMachine, foreignShare, pinThisProcess } from '../support/machine.ts';
import { tidy, writePage } from '../support/page.ts';
import { run } from '../support/program.ts';
import { type Block, textOf, withParts } from '../support/sections.ts';
import type { Ground, Outcome, Part } from './part.ts';
import { headOf, reportOf } from './report.ts';

const PART_MS = 300_000;
const REST_MS = 240_000;
const MINUTE_MS = 60_000;
/** A week. */
const LONGEST_MINUTES = 10_080;
const PAGE = resolve(import.meta.dirname, '../../docs/performance.md');

export interface Program {
  /** Of the npm script, and of the block of the page that it writes. */
  readonly block: Block;
  readonly title: string;
  /** In the order of the page. Those that end with waiting are last, so that they wait together. */
  readonly parts: readonly Part[];
  readonly longestMs: number;
  /** Where it is another one: docs/performance.md else. */
  readonly page?: string;
  /** Where `--minutes` may say for how long it goes on: for how long it does without. */
  readonly minutes?: number;
}

/** A benchmark in parts, all of them or those that are named. Each writes its section of the page. */
export async function runParts(program: Program): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      seed: { type: 'string' },
      out: { type: 'string' },
      ...(program.minutes !== undefined && { minutes: { type: 'string' } as const }),
    },
  });
  const names = program.parts.map(({ name }) => name);
  const unknown = positionals.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no part ${unknown.join(', ')}. There are: ${names.join(', ')}`);
    process.exit(1);
  }
  const chosen = program.parts.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const { page = PAGE } = program;
  const out = values.out === undefined ? (values.quick ? undefined : page) : resolve(values.out);
  const seed = Number(values.seed ?? randomInt(1_000_000));
  const minutes = values.quick ? 0 : Number(values.minutes ?? program.minutes ?? 0);
  if (!(minutes >= (values.minutes === undefined ? 0 : 1) && minutes <= LONGEST_MINUTES)) {
    console.error(`--minutes is a number from 1 to ${LONGEST_MINUTES}`);
    process.exit(1);
  }
  const wishes = { quick: values.quick, seed, minutes };
  await run(program.longestMs + minutes * MINUTE_MS, () => measure(program, chosen, wishes, page, out));
}

type Wishes = Pick<Ground, 'quick' | 'seed' | 'minutes'>;

async function measure(
  program: Program,
  chosen: readonly Part[],
  wishes: Wishes,
  page: string,
  out?: string,
): Promise<void> {
  const cores = pinThisProcess();
  const postgres = await startDatabase();
  const ground: Ground = { cores, postgres, ...wishes };
  const { quick, minutes } = wishes;
  const circumstances = { date: new Date().toISOString().slice(0, 10), machine: describeMachine(), quick };
  const names = program.parts.map(({ name }) => name);

  const parts = new Map<string, string>();
  const record = async (part: Part, { outcome, foreign, seconds }: Measured) => {
    tell(part, outcome, seconds);
    const wished = quick ? ' --quick' : minutes === (program.minutes ?? 0) ? '' : ` --minutes ${minutes}`;
    const command = `npm run ${program.block} -- ${part.name}${wished}`;
    const plots = plotsOf(out ?? page);
    parts.set(part.name, reportOf(part, outcome, { ...circumstances, command, seconds, foreign, plots }));
    if (out === undefined) return;
    await writePlots(outcome, join(dirname(out), plotsOf(out)));
    // At once: whoever ends it early keeps what is there by then.
    await writePage(withParts(await textOf(out), program.block, headOf(program), names, parts), out);
  };

  const ends: Promise<void>[] = [];
  for (const part of chosen) {
    const { rest } = await begin(part, ground);
    // A part that breaks does not take the others with it.
    ends.push(
      within(REST_MS, part.name, rest)
        .then((measured) => record(part, measured))
        .catch((error: unknown) => broken(part, error)),
    );
  }
  await Promise.all(ends);
  if (out === undefined) console.log(await tidy([...parts.values()].join('\n\n'), page));
}

/** `docs/performance/` beside `docs/performance.md`. */
function plotsOf(page: string): string {
  return basename(page, '.md');
}

async function writePlots({ plots = [] }: Outcome, folder: string): Promise<void> {
  if (plots.length > 0) await mkdir(folder, { recursive: true });
  for (const { file, svg } of plots) await writeFile(join(folder, file), svg);
}

interface Measured {
  readonly outcome: Outcome;
  readonly foreign: number;
  readonly seconds: number;
}

/** Resolves when the machine is free again; what is left of the part may go on. */
async function begin(part: Part, ground: Ground): Promise<{ rest: Promise<Measured> }> {
  // A quick run has nothing to judge by it.
  const look = () => (ground.quick ? Promise.resolve(Number.NaN) : foreignShare(ground.cores));
  const before = await look();
  const began = performance.now();
  const busy = within((part.longestMs ?? PART_MS) + ground.minutes * MINUTE_MS, part.name, part.run(ground));
  const after = busy.then(look);
  const rest = busy
    .then((result) => ('rest' in result ? result.rest : result))
    .then((outcome) => ({ outcome, seconds: (performance.now() - began) / 1000 }))
    .then(async (measured) => ({ ...measured, foreign: Math.max(before, await after) }));
  await after.catch(() => {});
  return { rest };
}

function broken({ title }: Part, error: unknown): void {
  if (!isLeaving()) console.error(`\n${title}:`, error);
  process.exitCode = 1;
}

/** What a person who waits wants to see, and what a script has to notice. */
function tell({ title }: Part, { findings }: Outcome, seconds: number): void {
  console.error(`\n${title}: ${seconds.toFixed(1)} s`);
  for (const { what, found, goal, met } of findings) {
    const verdict = met === undefined ? '    ' : met ? 'pass' : 'FAIL';
    console.error(`  ${verdict} ${what}: ${found}${goal === undefined ? '' : ` (${goal})`}`);
    if (met === false) process.exitCode = 2;
  }
}
