import type { Latency } from '../support/statistics.ts';
import type { Ask } from './request.ts';

/** One stretch of load, and what is read while it lasts. */
export interface Slot {
  readonly origin: string;
  /** One for each connection. */
  readonly asks: readonly Ask[];
  readonly expectedStatus: number;
  /** What else may be answered, and is counted apart. Every other answer ends the measurement. */
  readonly refusedStatus?: number;
  /** Load that is not counted yet. */
  readonly rampMs: number;
  readonly measureMs: number;
  readonly serverPid: number;
  readonly otherCores: readonly number[];
  /** Requests at fixed times beside the load, answered or not: what somebody else notices of it. */
  readonly probe?: { readonly path: string; readonly everyMs: number; readonly connections: number };
}

export interface SlotResult {
  readonly perSecond: number;
  readonly latency: Latency;
  /** Answers with `refusedStatus`, where there is one. */
  readonly refused?: { readonly perSecond: number; readonly latency: Latency };
  /** Share of one processor that the server worked. */
  readonly serverBusy: number;
  /** Processor time of the server for one request, in microseconds. */
  readonly serverMicros: number;
  /** Share of the other processors that anybody worked. */
  readonly othersBusy: number;
  readonly probe?: Latency;
  /** The last refresh token of each connection, where requests are chained. */
  readonly refreshTokens: readonly string[];
}
