import { constants } from 'node:os';

/** How a process has ended. */
export interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

/** As a shell would tell it: 128 and the number of the signal, else the exit code. */
export function statusOf({ code, signal }: End): number {
  return signal === null ? (code ?? 0) : 128 + constants.signals[signal as NodeJS.Signals];
}

export function whyItEnded({ code, signal }: End): string {
  return signal ?? `exit code ${code}`;
}
