import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FULL, QUICK } from './phases/plan.ts';
import { measureRoutes } from './phases/routes.ts';
import { measureSignIn } from './phases/sign-in.ts';
import { setStage, startDatabase, strikeStage } from './phases/stage.ts';
import { measureStarts } from './phases/starts.ts';
import { countStatements } from './phases/statements.ts';
import { report } from './report.ts';
import { within } from './support/cleanup.ts';
import { describeMachine, foreignShare, pinThisProcess, residentMiB } from './support/machine.ts';
import { tidy, writePage } from './support/page.ts';
import { run } from './support/program.ts';
import { keepingBlocks } from './support/sections.ts';

const LONGEST_MS = 7 * 60_000;
const PHASE_MS = 150_000;
const PAGE = resolve(import.meta.dirname, '../docs/performance.md');

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } },
});

await run(LONGEST_MS, main);

async function main(): Promise<void> {
  const began = performance.now();
  const plan = values.quick ? QUICK : FULL;
  const machine = describeMachine();
  const cores = pinThisProcess();
  const before = await foreignShare(cores);
  // The defaults of the service itself, so that both sides hash alike. Only here, where it is known to be built.
  const { Config } = await import('#config/index.js');
  const { memoryKib, passes } = Config.from({}).passwords;
  const cost = { memoryKib, passes };

  const postgres = await phase('PostgreSQL', startDatabase());
  const stage = await phase('services', setStage(cores, postgres));
  const statements = await phase('statements', countStatements(stage));
  const routes = await phase('routes', measureRoutes(stage, plan));
  const signIn = await phase('signing in', measureSignIn(stage, plan, cost));
  const loadedMiB = residentMiB(stage.open.service.pid);
  await strikeStage(stage);
  const starts = await phase('starting', measureStarts(cores, postgres, plan));

  const foreign = Math.max(before, await foreignShare(cores));

  const page = report({
    date: new Date().toISOString().slice(0, 10),
    command: `npm run bench${values.quick ? ' -- --quick' : ''}`,
    quick: values.quick,
    seconds: (performance.now() - began) / 1000,
    machine,
    foreign,
    cores,
    cost,
    statements,
    routes,
    signIn,
    loadedMiB,
    starts,
  });
  const out = values.out ?? (values.quick ? undefined : PAGE);
  if (out === undefined) console.log(await tidy(page, PAGE));
  else await writePage(await keepingBlocks(page, PAGE), resolve(out));
}

async function phase<T>(name: string, work: Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await within(PHASE_MS, name, work);
  console.error(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
