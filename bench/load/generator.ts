import { setTimeout as sleep } from 'node:timers/promises';
import { answerParent } from '../support/child.ts';
import { busyTime, cpuTime } from '../support/machine.ts';
import { type Latency, latencyOf } from '../support/statistics.ts';
import { Connection } from './connection.ts';
import { type Ask, inTurn, textOf, textsOf } from './request.ts';
import type { Slot, SlotResult } from './slot.ts';

// The load generator, a process of its own. It runs one slot after another, as it is told.
answerParent(run);

async function run(slot: Slot): Promise<SlotResult> {
  const start = performance.now();
  const window = { from: start + slot.rampMs, to: start + slot.rampMs + slot.measureMs };
  const milliseconds: number[] = [];
  const refused: number[] = [];
  const [refreshTokens, probe, busy] = await Promise.all([
    Promise.all(slot.asks.map((ask) => keepAsking(slot, ask, window, { milliseconds, refused }))),
    slot.probe && probeAtFixedTimes(slot, slot.probe, window),
    watch(slot, window),
  ]);
  return {
    perSecond: (milliseconds.length / slot.measureMs) * 1000,
    latency: latencyOf(milliseconds),
    refused:
      slot.refusedStatus === undefined
        ? undefined
        : { perSecond: (refused.length / slot.measureMs) * 1000, latency: latencyOf(refused) },
    serverBusy: busy.server / busy.ms,
    serverMicros: (busy.server / busy.ms) * (slot.measureMs / milliseconds.length) * 1000,
    othersBusy: busy.others / busy.ms / Math.max(1, slot.otherCores.length),
    probe,
    refreshTokens: refreshTokens.filter((token) => token !== undefined),
  };
}

interface Window {
  readonly from: number;
  readonly to: number;
}

interface Counted {
  readonly milliseconds: number[];
  readonly refused: number[];
}

/** The next request goes out when the last one is answered. Counted is what is answered within the window. */
async function keepAsking(
  slot: Slot,
  first: Ask,
  window: Window,
  { milliseconds, refused }: Counted,
): Promise<string | undefined> {
  const connection = await Connection.open(slot.origin);
  let refreshToken: string | undefined;
  let texts = textsOf(first);
  for (let sent = performance.now(), turn = 0; sent < window.to; turn += 1) {
    const text = texts[turn % texts.length]!;
    const { status, body } = await connection.send(first.counted ? inTurn(text, turn) : text);
    const now = performance.now();
    const expected = status === slot.expectedStatus;
    if (!expected && status !== slot.refusedStatus) throw new Error(`${first.path}: ${status} ${body}`);
    if (now >= window.from && now < window.to) (expected ? milliseconds : refused).push(now - sent);
    if (first.chained && expected) {
      refreshToken = (JSON.parse(body) as { refresh_token: string }).refresh_token;
      texts = [textOf({ ...first, json: { refresh_token: refreshToken } })];
    }
    sent = performance.now();
  }
  connection.close();
  return refreshToken;
}

/** Latency counts from the time that was due: a server that keeps everybody waiting is not asked less often for it. */
async function probeAtFixedTimes(
  { origin }: Slot,
  { path, everyMs, connections }: NonNullable<Slot['probe']>,
  window: Window,
): Promise<Latency> {
  const text = textOf({ method: 'GET', path });
  const milliseconds: number[] = [];
  let due = window.from;
  const ask = async (): Promise<void> => {
    const connection = await Connection.open(origin);
    for (let mine = (due += everyMs); mine < window.to; mine = due += everyMs) {
      await until(mine);
      await connection.send(text);
      milliseconds.push(performance.now() - mine);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, ask));
  return latencyOf(milliseconds);
}

async function watch({ serverPid, otherCores }: Slot, window: Window) {
  await until(window.from);
  const before = { at: performance.now(), server: cpuTime(serverPid), others: busyTime(otherCores) };
  await until(window.to);
  return {
    ms: performance.now() - before.at,
    server: cpuTime(serverPid) - before.server,
    others: busyTime(otherCores) - before.others,
  };
}

async function until(time: number): Promise<void> {
  await sleep(Math.max(0, time - performance.now()));
}
