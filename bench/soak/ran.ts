import type { Journal } from './journal.ts';
import type { Sent } from './pace.ts';
import type { Look } from './watch.ts';

/** All that was seen. */
export interface Ran extends Sent {
  readonly journal: Journal;
  readonly looks: readonly Look[];
  /** When everything was done. */
  readonly after: Look;
  readonly minutes: number;
  /** Of the journal, each as long as from one look to the next. */
  readonly periods: number;
  /** With the same mix, at the most. */
  readonly capacity: number;
  readonly perSecond: number;
  readonly crowd: number;
  /** Accounts that were there without registering. */
  readonly accounts: number;
  /** That have arrived. */
  readonly letters: number;
  readonly settings: Readonly<Record<string, string>>;
}
