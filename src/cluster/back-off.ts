/** Who has lived for so long did not fail at the start. */
const STEADY_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** How long the place of a worker stays empty after it has ended: not at all, unless one after the other fails. */
export class BackOff {
  private failures = 0;

  /** `livedMs`: how long the one did that has ended just now. */
  pauseMs(livedMs: number): number {
    if (livedMs >= STEADY_MS) this.failures = 0;
    const pause = this.failures === 0 ? 0 : FIRST_PAUSE_MS * 2 ** (this.failures - 1);
    this.failures += 1;
    return Math.min(pause, LONGEST_PAUSE_MS);
  }
}
