import type { TestPostgres } from '../../test/support/postgres.ts';
import type { Cores } from '../support/machine.ts';

/** What every part works on. */
export interface Ground {
  readonly cores: Cores;
  readonly postgres: TestPostgres;
  /** To see that everything works. The figures are worth nothing. */
  readonly quick: boolean;
  /** For what is left to chance, so that a run can be had again. */
  readonly seed: number;
  /** For how long it goes on, where that is for whoever starts it to say; else 0. */
  readonly minutes: number;
}

/** One line of the report: what was found, and whether that is what must be. */
export interface Finding {
  readonly what: string;
  readonly found: string;
  readonly goal?: string;
  readonly met?: boolean;
}

export interface Outcome {
  readonly findings: readonly Finding[];
  /** What a reader must know to read them rightly. */
  readonly notes: readonly string[];
  /** Tables and the like, between what was found and the notes. */
  readonly exhibits?: readonly string[];
  readonly plots?: readonly Plot[];
}

/** A drawing beside the page. */
export interface Plot {
  /** Without a folder: `me.svg`. */
  readonly file: string;
  readonly alt: string;
  readonly svg: string;
}

export interface Part {
  readonly name: string;
  readonly title: string;
  /** Where it may take longer than parts usually do, the minutes that it goes on not counted. */
  readonly longestMs?: number;
  /** Does what keeps the machine busy. What is left then is only waiting, and other parts go on meanwhile. */
  readonly run: (ground: Ground) => Promise<Outcome | { readonly rest: Promise<Outcome> }>;
}

/** Something that must be so, and what was found. */
export function must(what: string, found: number | string, goal: number | string): Finding {
  return { what, found: String(found), goal: String(goal), met: found === goal };
}
