import { setTimeout as sleep } from 'node:timers/promises';

const REMEMBERED_MS = 60 * 60 * 1000;
/** A row that was made on purpose to be slow does not slow down everybody. */
const MAX_MS = 3000;

/**
 * Hashes of an older format take another time than today's, so that the time of a refusal would tell whose account was
 * brought along, and so that it exists (ASVS 6.3.8). While such hashes are met, no refusal leaves earlier than the
 * slowest of them. Waiting costs nothing: the slot in the queue is free by then.
 */
export class RefusalFloor {
  private floorMs = 0;
  private until = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Takes note of how long one check took. */
  note(ms: number, format: 'current' | 'older'): void {
    if (this.now() >= this.until) this.floorMs = 0;
    if (format === 'older') this.until = this.now() + REMEMBERED_MS;
    if (this.now() < this.until) this.floorMs = Math.min(Math.max(this.floorMs, ms), MAX_MS);
  }

  /** What is left to wait for a refusal that has taken `ms`. */
  rest(ms: number): number {
    return this.now() < this.until ? Math.max(0, this.floorMs - ms) : 0;
  }

  async wait(ms: number): Promise<void> {
    const rest = this.rest(ms);
    if (rest > 0) await sleep(rest);
  }
}
