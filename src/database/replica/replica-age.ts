/** Looks that are remembered until the replica has come so far: an hour of them. */
const MOST_MARKS = 3600;

/**
 * How old what a replica shows may be, at the most. Whatever was committed when the primary had written up to some place
 * is there once the replica has replayed up to that place. So no two clocks are compared, a primary on which nothing
 * happens makes nothing older, and a replica that is cut off from it ages, whatever it says of itself.
 */
export class ReplicaAge {
  private readonly marks: { readonly place: bigint; readonly at: number }[] = [];
  private upToDateAt = Number.NEGATIVE_INFINITY;
  private upToDatePlace = 0n;

  /** The primary had written so far at this time, in milliseconds. */
  written(place: bigint, at: number): void {
    this.marks.push({ place, at });
    if (this.marks.length > MOST_MARKS) this.marks.shift();
  }

  /** The replica has come so far. */
  replayed(place: bigint): void {
    for (; this.marks[0] && this.marks[0].place <= place; this.marks.shift()) {
      this.upToDateAt = this.marks[0].at;
      this.upToDatePlace = this.marks[0].place;
    }
  }

  /** Whether who has come so far is no older than is told here. */
  holdsAt(place: bigint): boolean {
    return place >= this.upToDatePlace;
  }

  /** Nothing is known of it any more. */
  forget(): void {
    this.marks.length = 0;
    this.upToDateAt = Number.NEGATIVE_INFINITY;
  }

  /** For how long it was seen to be behind: less than `secondsAt` where not much was seen yet. */
  behindAt(now: number): number {
    const since = Number.isFinite(this.upToDateAt) ? this.upToDateAt : (this.marks[0]?.at ?? now);
    return (now - since) / 1000;
  }

  /** Infinity: it is not known. */
  secondsAt(now: number): number {
    return (now - this.upToDateAt) / 1000;
  }
}
