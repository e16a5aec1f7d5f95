import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import argon2 from 'argon2';
import { describe, expect, it } from 'vitest';
import { hashesAtOnce, letEventLoopGoFirst } from './thread-pool.js';

describe('hashesAtOnce', () => {
  it.each([
    [2, 4, 2],
    [4, 4, 3],
    [16, 4, 3],
    [16, 24, 16],
    [2, 1, 1],
  ])('for %d wanted of a pool of %d is %d', (wanted, pool, result) => expect(hashesAtOnce(wanted, pool)).toBe(result));
});

describe('letEventLoopGoFirst', () => {
  it.runIf(process.platform === 'linux')('slows the threads of the pool, and no other', async () => {
    await argon2.hash('starts the pool', { memoryCost: 1024, timeCost: 2, parallelism: 1 });
    const before = getPriority(process.pid);
    const slowed = letEventLoopGoFirst();

    const pool = readdirSync('/proc/self/task').filter(
      (id) => readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim() === 'libuv-worker',
    );
    expect(slowed).toBe(pool.length);
    expect(pool.map((id) => getPriority(Number(id)))).toEqual(pool.map(() => 10));
    expect(getPriority(process.pid)).toBe(before);
  });
});
