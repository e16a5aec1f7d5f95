import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Somebody whose data is handed out to them, or erased. */
export interface DataSubject {
  readonly userId: string;
  /** E-mail addresses that are theirs, or were. None of them is another user's. */
  readonly addresses: readonly string[];
}

/** What one room holds about a person. */
export interface PersonalDataPart {
  /** The member of the export that it is in. */
  readonly name: string;
  /** All of it but secrets, a page in memory at a time. */
  readonly read: (subject: DataSubject) => AsyncIterable<object>;
  /** Absent where it goes together with the row of the user, or by itself. */
  readonly erase?: (subject: DataSubject, tx: EntityManager) => Promise<unknown>;
}

/**
 * Each room that holds data about persons says here what, so that whoever hands it out or erases it need not know the
 * rooms. A table or a column that is forgotten fails a test: test/e2e/users/personal-data.spec.ts.
 */
@Injectable()
export class PersonalData {
  private readonly known = new Map<string, PersonalDataPart>();

  add(...parts: PersonalDataPart[]): void {
    for (const part of parts) {
      if (this.known.has(part.name)) throw new Error(`Two rooms say that ${part.name} is theirs`);
      this.known.set(part.name, part);
    }
  }

  /** By name, whatever the order in which the rooms were made. */
  get parts(): readonly PersonalDataPart[] {
    return [...this.known.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
