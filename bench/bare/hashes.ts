import '#thread-pool-size.js';
import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import { answerParent } from '../support/child.ts';

/** Hashes with nothing around them: what signing in cannot be quicker than. */
export interface HashSlot {
  readonly memoryKib: number;
  readonly passes: number;
  readonly rampMs: number;
  readonly measureMs: number;
}

export interface HashResult {
  readonly perSecond: number;
  readonly concurrency: number;
}

answerParent(async ({ memoryKib, passes, rampMs, measureMs }: HashSlot): Promise<HashResult> => {
  const options = { type: argon2.argon2id, memoryCost: memoryKib, timeCost: passes, parallelism: 1 } as const;
  const stored = await argon2.hash('seven quiet lanterns drift', options);
  // As many at once as the service takes by default: one for each processor it may use.
  const concurrency = availableParallelism();
  const from = performance.now() + rampMs;
  const to = from + measureMs;
  let done = 0;
  const keepHashing = async (): Promise<void> => {
    while (performance.now() < to) {
      await argon2.verify(stored, 'seven quiet lanterns drift');
      const now = performance.now();
      if (now >= from && now < to) done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, keepHashing));
  return { perSecond: (done / measureMs) * 1000, concurrency };
});
