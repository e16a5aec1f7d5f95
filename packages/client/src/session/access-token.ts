import type { Environment } from '../environment.js';

type Clock = Pick<Environment, 'now' | 'elapsed'>;

/** Younger than this its age is not doubted, whatever a clock says that was set meanwhile. */
const YOUNG_MS = 10_000;
/** It must arrive while it lives. */
const TRANSIT_MS = 2_000;
const LONGEST_AHEAD_MS = 60_000;

/** What tabs hand to each other. They have different monotonic clocks but the same time of day. */
export interface TokenInTransit {
  readonly value: string;
  /** Milliseconds. */
  readonly life: number;
  /** When it was asked for, by the time of day of this device. */
  readonly bornAt: number;
}

/**
 * Its life is counted from the moment of the request, by two clocks of this device of which the larger age counts: one may
 * stand still while the device sleeps, the other may be set. The server's is never compared with.
 */
export interface AccessToken extends TokenInTransit {
  /** The same by the monotonic clock of this tab. */
  readonly born: number;
  /** Of the session, to tell one sign-in from another; undefined where the token does not say. */
  readonly session: string | undefined;
}

/** A tab that was frozen hears of it late. */
export function received({ value, life, bornAt }: TokenInTransit, { now, elapsed }: Clock): AccessToken {
  return { value, life, bornAt, born: elapsed() - Math.max(0, now() - bornAt), session: sessionOf(value) };
}

export function isUsable(token: AccessToken, clock: Clock): boolean {
  const { life } = token;
  return life - ageOf(token, clock) > Math.min(TRANSIT_MS, life * 0.03);
}

/** Soon it will not be usable: time to ask for the next one, without waiting for it. */
export function isDue(token: AccessToken, share: number, clock: Clock): boolean {
  const { life } = token;
  return life - ageOf(token, clock) < Math.min(LONGEST_AHEAD_MS, life * share);
}

function ageOf({ born, bornAt, life }: AccessToken, { now, elapsed }: Clock): number {
  const age = elapsed() - born;
  return age < Math.min(YOUNG_MS, life / 2) ? age : Math.max(age, now() - bornAt);
}

function sessionOf(jwt: string): string | undefined {
  try {
    const payload = jwt.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(payload)) as { sid?: string }).sid;
  } catch {
    return undefined;
  }
}
