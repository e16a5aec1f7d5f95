import type { Refusal } from './import.errors.js';
import type { SourceRecord } from './records.js';
import { type ImportedUser, type ImportRules, readUser } from './user-record.js';

/** Measured on PostgreSQL: below some hundreds the way to and fro is felt, above nothing is won. */
const SIZE = 1000;

export interface NumberedUser {
  readonly line: number;
  readonly user: ImportedUser;
  /** Whether the file said which id the user has. */
  readonly idGiven: boolean;
}

/** Some consecutive records of the file: those that may be stored, and those that may not. */
export class Batch {
  readonly users: NumberedUser[] = [];
  readonly refusals: Refusal[] = [];
  private readonly seen = new Set<string>();

  get size(): number {
    return this.users.length + this.refusals.length;
  }

  add({ line, values, fault }: SourceRecord, rules: ImportRules): void {
    const read = fault ? [fault] : readUser(values, rules);
    if (Array.isArray(read)) {
      const { username } = values;
      const named = typeof username === 'string' ? { username: username.slice(0, 64) } : {};
      this.refusals.push({ line, ...named, faults: read });
      return;
    }
    const user = read;
    if (this.isRepeated(user)) this.refusals.push({ line, username: user.username, faults: [REPEATED] });
    else this.users.push({ line, user, idGiven: Boolean(values['id']) });
  }

  /** Two in one statement that would stand in each other's way. Others are found by the indexes of the table. */
  private isRepeated({ id, username, email }: ImportedUser): boolean {
    const keys = [id, username.toLowerCase(), email.toLowerCase()];
    if (keys.some((key) => this.seen.has(key))) return true;
    for (const key of keys) this.seen.add(key);
    return false;
  }
}

export const REPEATED = {
  code: 'duplicate',
  detail: 'An earlier line of the file has the same username, e-mail address or id.',
};

export async function* inBatches(
  records: AsyncIterable<SourceRecord[]>,
  rules: ImportRules,
  size: number = SIZE,
): AsyncGenerator<Batch> {
  let batch = new Batch();
  for await (const some of records) {
    for (const record of some) {
      batch.add(record, rules);
      if (batch.size < size) continue;
      yield batch;
      batch = new Batch();
    }
  }
  if (batch.size > 0) yield batch;
}
