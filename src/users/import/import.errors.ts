/**
 * The file as a whole cannot be read. Nothing behind that line was imported; what was before it, in whole batches, is.
 * The message is all that the operator needs.
 */
export class UnreadableFile extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnreadableFile';
  }
}

/** What is wrong with one field, or with the record as a whole. */
export interface Fault {
  readonly field?: string;
  readonly code: string;
  readonly detail: string;
}

/** A record that was not imported. */
export interface Refusal {
  /** Where it begins in the file, counted from 1. */
  readonly line: number;
  readonly username?: string;
  readonly faults: readonly Fault[];
}
