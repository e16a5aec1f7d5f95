import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';
import type { Journal } from './journal.ts';
import { DEEDS, inTurn } from './mix.ts';

/** At more than this, the load says less of the service than of itself. */
const MOST_UNDER_WAY = 2000;
const LAST_ANSWERS_MS = 30_000;

/** The next when the last is answered, so many at once: how many of them a second there can be at the most. */
export async function closedLoop(crowd: Crowd, journal: Journal, atOnce: number, ms: number): Promise<number> {
  const kinds = inTurn();
  const end = performance.now() + ms;
  journal.begin();
  const began = performance.now();
  const worker = async () => {
    while (performance.now() < end) await crowd.act(kinds.next().value, performance.now());
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const answered = DEEDS.reduce((sum, deed) => sum + journal.times(deed).length, 0);
  return answered / ((performance.now() - began) / 1000);
}

export interface Sent {
  readonly requests: number;
  readonly unanswered: number;
  /** How late the load itself was, in milliseconds: it is in every time that it has measured. */
  readonly late: { readonly p50: number; readonly p99: number };
}

/** So many a second at fixed times, however long the answers take: a service that stalls is not spared for it. */
export async function openLoop(crowd: Crowd, perSecond: number, ms: number): Promise<Sent> {
  const kinds = inTurn();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const dueAt = (n: number) => began + (n * 1000) / perSecond;
  let sent = 0;
  const underWay = new Set<Promise<void>>();
  for (; dueAt(sent) < began + ms; await sleep(Math.max(1, dueAt(sent) - performance.now()))) {
    for (; dueAt(sent) <= performance.now() && dueAt(sent) < began + ms; sent += 1) {
      if (underWay.size >= MOST_UNDER_WAY)
        throw new Error(`${underWay.size} requests are under way: that is no half of what it can do`);
      const act: Promise<void> = crowd.act(kinds.next().value, dueAt(sent)).finally(() => underWay.delete(act));
      underWay.add(act);
    }
  }
  await Promise.race([Promise.all(underWay), sleep(LAST_ANSWERS_MS, undefined, { ref: false })]);
  delay.disable();
  const late = (percent: number) => Math.max(0, delay.percentile(percent) / 1e6 - 5);
  return { requests: sent, unanswered: underWay.size, late: { p50: late(50), p99: late(99) } };
}
