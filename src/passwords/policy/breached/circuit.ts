const FAILURES = 3;
const OPEN_MS = 60_000;

/**
 * Keeps away from what is away: after three failures in a row nobody asks for a minute, then one does, and all do again
 * when that one is answered. So its time-out costs a few callers a minute, not all of them.
 */
export class Circuit {
  private failures = 0;
  private openUntil = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether to ask. */
  admits(): boolean {
    if (this.failures < FAILURES) return true;
    if (this.now() < this.openUntil) return false;
    // This caller is the one; the others wait for another minute or for its answer.
    this.openUntil = this.now() + OPEN_MS;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= FAILURES) this.openUntil = this.now() + OPEN_MS;
  }
}
