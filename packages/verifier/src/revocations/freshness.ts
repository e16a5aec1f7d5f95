import type { Clock } from '../clock.js';

/** As far as clocks may differ at all. What is signed by one that is further ahead would stay young until then. Seconds. */
const MOST_AHEAD = 60;

/**
 * How long ago the feed told us something that it had signed then. An answer is as old as its `iat` says, beyond what
 * clocks may differ: a cache that plays an old one again renews nothing.
 */
export class Freshness {
  private wallClock = -Infinity;
  private monotonic = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly toleranceSeconds: number,
  ) {}

  /** Whether it can be. */
  heard(issuedAt: number): boolean {
    if (issuedAt > this.clock.now() / 1000 + MOST_AHEAD) return false;
    const ageMs = Math.max(0, this.clock.now() - (issuedAt + this.toleranceSeconds) * 1000);
    this.wallClock = Math.max(this.wallClock, this.clock.now() - ageMs);
    this.monotonic = Math.max(this.monotonic, this.clock.elapsed() - ageMs);
    return true;
  }

  /** The longer of what two clocks say: one may be set back, the other stands still while the machine sleeps. */
  ageSeconds(): number {
    return Math.max(this.clock.now() - this.wallClock, this.clock.elapsed() - this.monotonic) / 1000;
  }
}
