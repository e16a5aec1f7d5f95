import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A file with a line for each fault that was gone through. */
    faultResults: string;
  }
}

/** Says which seed it is, collects what becomes of each fault. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { FAULTS_SEED, FAULTS } = project.config.env as Record<string, string>;
  console.log(
    `Faults, ${FAULTS} form. To have this run again: FAULTS_SEED=${FAULTS_SEED} FAULTS=${FAULTS} npm run test:faults`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-faults-'));
  project.provide('faultResults', join(folder, 'results.jsonl'));
  return async () => {
    await rm(folder, { recursive: true, force: true });
  };
}
