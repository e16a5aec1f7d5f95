import { setTimeout as sleep } from 'node:timers/promises';
import { type Latency, latencyOf } from '../support/statistics.ts';

/** How long the same is done over and over, and by how many at once. */
export interface LoopTimes {
  readonly concurrency: number;
  readonly rampMs: number;
  readonly measureMs: number;
}

export interface LoopResult {
  readonly perSecond: number;
  readonly latency: Latency;
  /** Processor time of this process for one, in microseconds. */
  readonly micros: number;
}

/** `work` of each worker, the next when the last is done. Counted is what is done after the ramp. */
export async function loop(
  { concurrency, rampMs, measureMs }: LoopTimes,
  work: (worker: number) => Promise<void>,
): Promise<LoopResult> {
  const from = performance.now() + rampMs;
  const to = from + measureMs;
  const milliseconds: number[] = [];
  const keepWorking = async (worker: number): Promise<void> => {
    for (let began = performance.now(); began < to;) {
      await work(worker);
      const now = performance.now();
      if (now >= from && now < to) milliseconds.push(now - began);
      began = now;
    }
  };
  const [used] = await Promise.all([
    processorTime(rampMs, measureMs),
    ...Array.from({ length: concurrency }, (_, worker) => keepWorking(worker)),
  ]);
  return {
    perSecond: (milliseconds.length / measureMs) * 1000,
    latency: latencyOf(milliseconds),
    micros: used / milliseconds.length,
  };
}

async function processorTime(rampMs: number, measureMs: number): Promise<number> {
  await sleep(rampMs);
  const before = process.cpuUsage();
  await sleep(measureMs);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
