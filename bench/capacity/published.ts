import { between } from '../support/sections.ts';

/**
 * Reads figures back from the pages that the benchmarks have written. So there is one place for each figure, and what is
 * computed from it cannot differ from what everybody reads there.
 */
export class Published {
  private readonly text: string;
  private readonly missing = new Set<string>();

  constructor(text: string) {
    this.text = text;
  }

  /** What would have to be run to have all figures. */
  get toRun(): readonly string[] {
    return [...this.missing];
  }

  /**
   * One cell: of the part between the marks of `mark` (`bench:peers/login`; without, of the whole page), in the table
   * that has a column `column`, of the row whose cells begin with `row`. Not a number where it was not measured.
   */
  figure(mark: string | undefined, row: readonly string[], column: string): number {
    const tables = tablesIn(mark === undefined ? this.text : (between(this.text, mark) ?? ''));
    for (const { head, rows } of tables) {
      const at = head.indexOf(column);
      const found = at < 0 ? undefined : rows.find((cells) => row.every((cell, index) => cells[index] === cell));
      if (found) return numberIn(found[at]!);
    }
    this.missing.add(mark === undefined ? 'npm run bench' : `npm run ${mark.replace('/', ' -- ')}`);
    return Number.NaN;
  }

  /** All cells of a column, of the first table between the marks that has it; empty where nothing was measured. */
  column(mark: string | undefined, column: string): readonly string[] {
    const tables = tablesIn(mark === undefined ? this.text : (between(this.text, mark) ?? ''));
    const { head, rows } = tables.find((table) => table.head.includes(column)) ?? { head: [], rows: [] };
    return rows.map((cells) => cells[head.indexOf(column)]!);
  }

  /** How many goals are met of those between the marks, and how many there are. */
  goals(mark: string): { readonly met: number; readonly all: number } {
    const cells = tablesIn(between(this.text, mark) ?? '').flatMap(({ head, rows }) =>
      head.includes('goal') ? rows.map((row) => row[head.indexOf('goal')]!) : [],
    );
    const met = cells.filter((cell) => cell.endsWith(': met')).length;
    return { met, all: met + cells.filter((cell) => cell.endsWith('**missed**')).length };
  }
}

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function tablesIn(markdown: string): Table[] {
  return markdown
    .split('\n\n')
    .map((block) => block.trim().split('\n'))
    .filter((lines) => lines.length > 2 && lines.every((line) => line.startsWith('|')))
    .map(([head, , ...rows]) => ({ head: cellsOf(head!), rows: rows.map(cellsOf) }));
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** The first one: `1 157 (692–1 497)` is 1157. */
export function numberIn(cell: string): number {
  const digits = /-?\d[\d\s]*(?:\.\d+)?/.exec(cell)?.[0];
  return digits === undefined ? Number.NaN : Number(digits.replaceAll(/\s/g, ''));
}
