import { beginOf, endOf } from './cursor.js';

/** So old must a cursor be at least, and at most twice that, to count as old. */
const EVERY_MS = 60_000;

/**
 * Which cursors are old. To each of them belongs another answer, as long as the whole list and of no use to anybody else:
 * whoever thinks up cursors could have the whole list made anew with each request.
 */
export class Horizon {
  private begin = 0n;
  private next: { readonly at: number; readonly begin: bigint } | undefined;

  /** To be told of each snapshot, when it was taken by a clock that only goes on. */
  saw(snapshot: string, now: number): void {
    if (this.next && now - this.next.at < EVERY_MS) return;
    this.begin = this.next?.begin ?? 0n;
    this.next = { at: now, begin: beginOf(snapshot) };
  }

  /** Certainly from before: what was not over then had not even begun when the cursor was made. */
  isBeyond(snapshot: string): boolean {
    return endOf(snapshot) < this.begin;
  }
}
