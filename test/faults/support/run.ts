import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../../support/project-root.js';
import type { Result, Skipped } from './results.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A file with a line for each fault that was gone through. */
    faultResults: string;
  }
}

const PAGE = join(ROOT, 'docs/reliability.md');

/** Says which seed it is, collects what becomes of each fault, and writes the page where FAULTS_REPORT asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { FAULTS_SEED: seed = '', FAULTS: form } = project.config.env as Record<string, string>;
  console.log(`Faults, ${form} form. To have this run again: FAULTS_SEED=${seed} FAULTS=${form} npm run test:faults`);
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-faults-'));
  const path = join(folder, 'results.jsonl');
  await writeFile(path, '');
  project.provide('faultResults', path);
  const write = process.env['FAULTS_REPORT'] ? await reporter(seed, form) : undefined;
  return async () => {
    const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
    await write?.(lines.map((line) => JSON.parse(line) as Result | Skipped));
    await rm(folder, { recursive: true, force: true });
  };
}

/** Looks how busy the machine is before, and again when it is called. */
async function reporter(seed: string, form = 'long'): Promise<(lines: readonly (Result | Skipped)[]) => Promise<void>> {
  const { foreignShare, writeReport } = await import('../report.js');
  const before = await foreignShare();
  return async (lines) => {
    await writeReport(PAGE, {
      date: new Date().toISOString().slice(0, 10),
      command: `FAULTS_REPORT=1${form === 'short' ? ' FAULTS=short' : ''} npm run test:faults`,
      seed,
      foreign: Math.max(before, await foreignShare()),
      results: lines.filter((line): line is Result => !('skipped' in line)),
      skipped: lines.filter((line): line is Skipped => 'skipped' in line),
    });
  };
}
