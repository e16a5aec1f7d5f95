import type { Environment } from '../environment.js';
import type { TokenInTransit } from '../tabs/channel.js';

type Clock = Pick<Environment, 'now' | 'elapsed'>;

/** Younger than this its age is not doubted, whatever a clock says that was set meanwhile. */
const YOUNG_MS = 10_000;
/** It must arrive while it lives. */
const TRANSIT_MS = 2_000;
const LONGEST_AHEAD_MS = 60_000;

/**
 * An access token and how old it is. Its life is counted from the moment of the request, by two clocks of this device of
 * which the larger age counts: one may stand still while the device sleeps, the other may be set. The server's is never
 * compared with.
 */
export class AccessToken {
  /** Of the session, to tell one sign-in from another; undefined where the token does not say. */
  readonly session: string | undefined;

  private constructor(
    readonly value: string,
    /** Milliseconds. */
    readonly life: number,
    readonly born: number,
    private readonly bornAt: number,
    private readonly clock: Clock,
  ) {
    this.session = sessionOf(value);
  }

  static asked(value: string, life: number, born: number, bornAt: number, clock: Clock): AccessToken {
    return new AccessToken(value, life, born, bornAt, clock);
  }

  /** A tab that was frozen hears of it late. */
  static received({ value, life, age, sent }: TokenInTransit, clock: Clock): AccessToken {
    const now = age + Math.max(0, clock.now() - sent);
    return new AccessToken(value, life, clock.elapsed() - now, clock.now() - now, clock);
  }

  inTransit(): TokenInTransit {
    return { value: this.value, life: this.life, age: this.age, sent: this.clock.now() };
  }

  get isUsable(): boolean {
    return this.isYoung || this.life - this.age > Math.min(TRANSIT_MS, this.life * 0.03);
  }

  /** Soon it will not be usable: time to ask for the next one, without waiting for it. */
  isDue(share: number): boolean {
    return !this.isYoung && this.life - this.age < Math.min(LONGEST_AHEAD_MS, this.life * share);
  }

  private get age(): number {
    return Math.max(this.clock.elapsed() - this.born, this.clock.now() - this.bornAt);
  }

  private get isYoung(): boolean {
    return this.clock.elapsed() - this.born < Math.min(YOUNG_MS, this.life / 2);
  }
}

function sessionOf(jwt: string): string | undefined {
  try {
    const payload = jwt.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/');
    return (JSON.parse(atob(payload)) as { sid?: string }).sid;
  } catch {
    return undefined;
  }
}
