import type { Sql, Statement } from './sql.js';

export const PAGE_ROWS = 500;

/**
 * Rows of any number, a page in memory at a time. The last parameter of the statement is the `place` (text) behind
 * which to go on, null at first; each row has its own; and it ends with `LIMIT ${PAGE_ROWS}`.
 */
export async function* inPages<Row extends object = object>(
  sql: Sql,
  statement: Statement,
  values: readonly unknown[],
): AsyncGenerator<Row> {
  for (let last: string | null = null; ;) {
    const rows: { place: string }[] = await sql.run<{ place: string }>(statement, [...values, last]);
    for (const { place: _, ...row } of rows) yield row as Row;
    if (rows.length < PAGE_ROWS) return;
    last = rows.at(-1)!.place;
  }
}
