import '#thread-pool-size.js';
import { availableParallelism } from 'node:os';
import { chooseEngine } from '#passwords/hashing/choose-engine.js';
import { answerParent } from '../support/child.ts';
import { type Latency, latencyOf } from '../support/statistics.ts';

/** Hashes with nothing around them: what signing in cannot be quicker than. */
export interface HashSlot {
  readonly memoryKib: number;
  readonly passes: number;
  readonly rampMs: number;
  readonly measureMs: number;
}

export interface HashResult {
  readonly perSecond: number;
  /** Processor time for one hash, in microseconds. */
  readonly micros: number;
  readonly concurrency: number;
  /** Of one hash, in milliseconds. */
  readonly latency: Latency;
}

answerParent(async ({ memoryKib, passes, rampMs, measureMs }: HashSlot): Promise<HashResult> => {
  const engine = await chooseEngine('auto');
  const cost = { memory: memoryKib, passes, lanes: 1, tagBytes: 32 };
  const stored = await engine.hash('seven quiet lanterns drift', cost);
  // As many at once as the service takes by default: one for each processor it may use.
  const concurrency = availableParallelism();
  const from = performance.now() + rampMs;
  const to = from + measureMs;
  const before = process.cpuUsage();
  let all = 0;
  const milliseconds: number[] = [];
  const keepHashing = async (): Promise<void> => {
    for (let began = performance.now(); began < to;) {
      await engine.verify(stored, 'seven quiet lanterns drift');
      const now = performance.now();
      all += 1;
      if (now >= from && now < to) milliseconds.push(now - began);
      began = now;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, keepHashing));
  const { user, system } = process.cpuUsage(before);
  return {
    perSecond: (milliseconds.length / measureMs) * 1000,
    micros: (user + system) / all,
    concurrency,
    latency: latencyOf(milliseconds),
  };
});
