import { constants } from 'node:os';

/** As a shell would tell it: 128 and the number of the signal that has ended a process, else its exit code. */
export function statusOf(code: number | null, signal: string | null): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal as NodeJS.Signals];
}

export function whyItEnded(code: number | null, signal: string | null): string {
  return signal ?? `exit code ${code}`;
}
