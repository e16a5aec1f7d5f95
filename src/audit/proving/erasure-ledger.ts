import type { Checkpoint } from '../chain/event-chain.service.js';
import type { EventRow } from '../chain/event-row.js';

/** A record in which the audit room says what it has removed. */
export interface LedgerEntry {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What the chain itself says was removed from it. Anything else that is missing was taken away by somebody. */
export class ErasureLedger {
  /** For each pseudonym, how many parts of records may bear it. */
  private readonly parts = new Map<string, number>();
  private readonly expired = new Map<string, number>();
  private readonly pruned = new Map<number, string>();
  private readonly seen = new Map<string, number>();

  /** Reads all entries again; what has been counted stays counted. */
  load(entries: readonly LedgerEntry[]): void {
    for (const { type, detail } of entries) {
      if (type === 'audit.erased') this.parts.set(detail['pseudonym'] as string, detail['parts'] as number);
      else if (type === 'audit.pruned') this.pruned.set(detail['through'] as number, detail['hash'] as string);
      else for (const name of detail['types'] as string[]) this.expire(name, detail['through'] as number);
    }
  }

  /** Whether the chain says that its beginning was removed as far as it is. */
  coversBase({ seq, hash }: Checkpoint): boolean {
    return seq === 0 || this.pruned.get(seq) === hash.toString('hex');
  }

  /** Whether the chain says of every part that the record has lost that it was erased. */
  covers(row: EventRow): boolean {
    return erasedParts(row).every((person) => (person === null ? this.hasExpired(row) : this.isKnown(person)));
  }

  /** To be called once for each record that is covered. False when a pseudonym was found more often than recorded. */
  count(row: EventRow): boolean {
    return erasedParts(row).every((person) => {
      if (person === null) return true;
      const times = (this.seen.get(person) ?? 0) + 1;
      this.seen.set(person, times);
      return times <= this.parts.get(person)!;
    });
  }

  private expire(type: string, through: number): void {
    this.expired.set(type, Math.max(through, this.expired.get(type) ?? 0));
  }

  private hasExpired({ type, seq }: EventRow): boolean {
    return seq <= (this.expired.get(type) ?? 0);
  }

  private isKnown(person: string): boolean {
    return this.parts.has(person);
  }
}

/** For each part that is gone, the pseudonym of its person. A part without one belongs to the person of the other. */
function erasedParts({ subject_salt, origin_salt, user_id, actor_id }: EventRow): (string | null)[] {
  return [
    ...(subject_salt === null ? [user_id ?? actor_id] : []),
    ...(origin_salt === null ? [actor_id ?? user_id] : []),
  ];
}
