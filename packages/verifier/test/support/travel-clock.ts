import type { Clock } from '@gatehouse/verifier';

/** Runs as the real ones do, and can be moved: the time of day alone, or all of it. */
export class TravelClock implements Clock {
  private dayOffset = 0;
  private offset = 0;

  now(): number {
    return Date.now() + this.offset + this.dayOffset;
  }

  elapsed(): number {
    return performance.now() + this.offset;
  }

  pass(seconds: number): void {
    this.offset += seconds * 1000;
  }

  /** As when somebody sets the clock of the machine. */
  set(secondsAhead: number): void {
    this.dayOffset = secondsAhead * 1000;
  }
}
