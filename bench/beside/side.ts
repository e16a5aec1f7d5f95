import type { LoopResult, LoopTimes } from '../bare/loop.ts';
import type { Ask } from '../load/request.ts';
import type { Slot, SlotResult } from '../load/slot.ts';
import type { Ground } from '../parts/part.ts';
import type { Child } from '../support/child.ts';
import type { Latency } from '../support/statistics.ts';

export interface Times {
  readonly rampMs: number;
  readonly measureMs: number;
}

export interface Measured {
  readonly perSecond: number;
  readonly latency: Latency;
  /** Processor time of the server for one, in microseconds. */
  readonly micros: number;
  readonly refused?: { readonly perSecond: number; readonly latency: Latency };
}

/** One of those who are compared. */
export interface Side {
  readonly name: string;
  readonly measure: (connections: number, times: Times) => Promise<Measured>;
}

export interface HttpSide {
  readonly name: string;
  readonly server: { readonly origin: string; readonly pid: number };
  readonly ask: (connection: number) => Ask;
  readonly status?: number;
  readonly refusedStatus?: number;
  /** The refresh tokens of all connections, where requests are chained: the chains go on where they ended. */
  readonly keep?: (refreshTokens: readonly string[]) => void;
}

const TRIES = 5;

/** A server under load. */
export function overHttp({ cores }: Ground, generator: Child, side: HttpSide): Side {
  const { name, server, ask, status = 200, refusedStatus, keep } = side;
  const measure = async (connections: number, times: Times): Promise<Measured> => {
    // On a machine that has others to serve, a short stretch may end before anything is answered.
    for (let tries = 0; tries < TRIES; tries += 1) {
      const measureMs = times.measureMs * 2 ** tries;
      const measured = await once(connections, { ...times, measureMs });
      if (measured.perSecond > 0) return measured;
    }
    throw new Error(`${name} answers nothing`);
  };
  const once = async (connections: number, times: Times): Promise<Measured> => {
    const result = await generator.ask<SlotResult>({
      origin: server.origin,
      serverPid: server.pid,
      otherCores: cores.others,
      expectedStatus: status,
      refusedStatus,
      asks: Array.from({ length: connections }, (_, connection) => ask(connection)),
      ...times,
    } satisfies Slot);
    keep?.(result.refreshTokens);
    const { perSecond, latency, serverMicros, refused } = result;
    return { perSecond, latency, micros: serverMicros, refused };
  };
  return { name, measure };
}

/** Something done over and over in a process of its own, without a server. */
export function inLoop<Order extends LoopTimes>(name: string, child: Child, order: Omit<Order, keyof LoopTimes>): Side {
  return {
    name,
    measure: (concurrency, times) => child.ask<LoopResult>({ ...order, concurrency, ...times }),
  };
}
