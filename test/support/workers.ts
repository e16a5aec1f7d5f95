import { spawnSync } from 'node:child_process';
import type { Service } from './service.js';

/** A connection of its own, so that any worker may be the one that answers. */
export const FRESH = { connection: 'close' };

/** The processes that have said of themselves that they are ready, in that order. */
export function workersOf({ process }: Service): number[] {
  return [...process.stdout.matchAll(/Worker (\d+) is ready/g)].map(([, pid]) => Number(pid));
}

/** Which of them have answered requests for this path, as their log has it: reads that went well are not in it. */
export function answeredBy({ process }: Service, path: string): Set<number> {
  const lines = process.stdout.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}'));
  const entries = lines.map((line) => JSON.parse(line) as { message: string; path?: string; pid: number });
  return new Set(entries.filter((entry) => entry.message === 'request' && entry.path === path).map(({ pid }) => pid));
}

/** Whether there is such a process. One that has ended may stay in the list until somebody asks what became of it. */
export function runs(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout);
}
