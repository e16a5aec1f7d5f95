import { availableParallelism } from 'node:os';

const chosen = process.env.UV_THREADPOOL_SIZE;

/** Threads for so many password hashes at once, and two more for files and names; or what the operator has chosen. */
export function threadPoolSize(hashesAtOnce: number): string {
  return chosen ?? String(Math.max(4, hashesAtOnce + 2));
}

// Read once, at the first use of the pool, so this must be the first import of all. A worker is told its share.
process.env.UV_THREADPOOL_SIZE = threadPoolSize(availableParallelism());
