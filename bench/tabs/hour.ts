import { setTimeout as sleep } from 'node:timers/promises';
import { Profile, type Tab } from '../../packages/client/test/support/profile.ts';
import type { Line } from './line.ts';

export interface Plan {
  readonly tabs: number;
  readonly speed: number;
  readonly realMs: number;
  readonly random: () => number;
  readonly restart: (hard: boolean) => Promise<void>;
}

export interface Hour {
  logouts: number;
  readonly reasons: Set<string>;
  calls: number;
  failedCalls: number;
  readonly failures: Map<string, number>;
  deviceSleeps: number;
  tabSleeps: number;
  restarts: number;
  lost: number;
}

const PERSON = { username: 'ada', password: 'engines weave algebra' };
/** Simulated milliseconds. */
const MINUTE = 60_000;
const THINK = { least: 2_000, most: 40_000 };
const LOST_ANSWERS = 0.05;

/** Tabs that are used, that sleep, and that lose answers, while the service restarts. */
export async function liveAnHour(line: Line, { tabs, speed, realMs, random, restart }: Plan): Promise<Hour> {
  const hour: Hour = {
    logouts: 0,
    reasons: new Set(),
    calls: 0,
    failedCalls: 0,
    failures: new Map(),
    deviceSleeps: 0,
    tabSleeps: 0,
    restarts: 0,
    lost: 0,
  };
  const between = (least: number, most: number) => (least + random() * (most - least)) / speed;
  const profile = new Profile(line.origin);
  const all = Array.from({ length: tabs }, () => profile.open({ speed, timeout: MINUTE }));
  const [first, ...others] = all as [Tab, ...Tab[]];
  const { email } = { email: 'ada@example.org' };
  await first.client.register({ ...PERSON, email });
  await first.client.login(PERSON);
  for (const { client } of others) await client.ready();
  for (const { client } of all) {
    client.onAuthChange(({ status, reason }) => {
      if (status === 'signed-out') {
        hour.logouts += 1;
        hour.reasons.add(reason);
      }
    });
  }

  const end = performance.now() + realMs;
  const isOver = () => performance.now() >= end;
  line.loses = () => random() < LOST_ANSWERS;

  const use = async ({ client }: Tab) => {
    while (!isOver()) {
      await sleep(between(THINK.least, THINK.most));
      hour.calls += 1;
      await client.sessions.list().catch((error: { code?: string }) => {
        hour.failedCalls += 1;
        const code = error.code ?? 'unknown';
        hour.failures.set(code, (hour.failures.get(code) ?? 0) + 1);
      });
    }
  };

  const fallAsleep = async (sleepers: readonly Tab[], ms: number) => {
    // What was committed and has not arrived when a device falls asleep is beyond any client: see the notes.
    // And no browser freezes a single page that holds a lock.
    const isHolding = () => sleepers.length < tabs && sleepers.some(({ holdsLock }) => holdsLock);
    while (!line.isQuiet || isHolding()) await sleep(5);
    await Promise.all(sleepers.map((tab) => tab.sleep(ms)));
  };
  const sleepAll = async () => {
    for (;;) {
      await sleep(between(6 * MINUTE, 12 * MINUTE));
      if (isOver()) return;
      hour.deviceSleeps += 1;
      await fallAsleep(all, between(1 * MINUTE, 4 * MINUTE));
    }
  };
  const sleepSome = async () => {
    for (;;) {
      await sleep(between(0.5 * MINUTE, 2 * MINUTE));
      if (isOver()) return;
      hour.tabSleeps += 1;
      void fallAsleep([all[Math.floor(random() * tabs)]!], between(0.5 * MINUTE, 3 * MINUTE));
    }
  };
  const restarts = async () => {
    for (;;) {
      await sleep(between(6 * MINUTE, 10 * MINUTE));
      if (isOver()) return;
      hour.restarts += 1;
      await restart(random() < 0.5);
    }
  };
  await Promise.all([...all.map(use), sleepAll(), sleepSome(), restarts()]);

  line.loses = () => false;
  hour.lost = all.filter(({ client }) => client.state.status !== 'signed-in').length;
  profile.close();
  return hour;
}
