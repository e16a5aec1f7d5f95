import { appendFile } from 'node:fs/promises';
import { inject } from 'vitest';

/** What became of one fault. Times in milliseconds. */
export interface Result {
  readonly fault: string;
  readonly database: string;
  readonly people: number;
  readonly requests: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly longestOutageMs: number;
  readonly recoveredAfterMs: number;
  readonly longestLagMs: number;
  readonly letters?: number;
  readonly copies?: number;
  readonly checked: number;
  readonly broken: number;
}

/** A fault that cannot be made here. */
export interface Skipped {
  readonly fault: string;
  readonly skipped: string;
}

export async function writeDownSkipped(skipped: Skipped): Promise<void> {
  await appendFile(inject('faultResults'), `${JSON.stringify(skipped)}\n`);
}

/** For the report, which is written when all are through. */
export async function writeDown(result: Result): Promise<void> {
  console.log(
    `${result.fault}: ${result.requests} requests, ${result.refused} refused, ${result.unanswered} unanswered, ` +
      `longest outage ${Math.round(result.longestOutageMs)} ms, recovered after ${Math.round(result.recoveredAfterMs)} ms, ` +
      `${result.checked} promises checked, ${result.broken} broken`,
  );
  await appendFile(inject('faultResults'), `${JSON.stringify(result)}\n`);
}
