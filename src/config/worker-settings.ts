import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { setting } from './setting.js';

const MOST = 128;

/** How many processes one start makes. */
export const WORKER_SETTINGS = {
  WORKERS: setting({
    read: z
      .string()
      .refine(isCount, `must be a whole number from 1 to ${MOST}, or auto`)
      .transform((value) => (value === 'auto' ? availableParallelism() : Number(value))),
    default: '1',
    unit: 'processes',
    meaning:
      'Processes that share the port, so that all processors of a machine are used; auto: one for each processor. More than one only with DATABASE_URL. Each has its own DATABASE_POOL_SIZE. See docs/operations.md.',
  }),
};

/** Together the workers run as many hashes as there are processors; each has to be able to run one. */
export function hashesOfOneWorker(workers: number): number {
  return Math.max(1, Math.floor(availableParallelism() / workers));
}

function isCount(value: string): boolean {
  return value === 'auto' || (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= MOST);
}
