import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InvalidInput } from '#common/errors/index.js';
import { decodeCursor, encodeCursor } from '#common/paging/cursor.js';
import type { PageQuery } from '#common/paging/page.query.js';
import type { Page } from '#common/paging/page.js';
import type { Ask } from '#database/index.js';
import { EventChain } from '../chain/event-chain.service.js';
import { EVENT_COLUMNS, type EventRow } from '../chain/event-row.js';
import { AuditWriter } from '../writing/audit-writer.js';

/** The only order there is: that of the chain. */
const SORT = 'seq';

/** A condition with one `?` for its value, from a table of ours. */
export type Condition = readonly [sql: string, value: unknown];

/** Records page by page, newest first. */
@Injectable()
export class EventSearch {
  constructor(
    private readonly dataSource: DataSource,
    private readonly chain: EventChain,
    private readonly writer: AuditWriter,
  ) {}

  page(conditions: readonly Condition[], query: PageQuery): Promise<Page<EventRow>> {
    return this.pageFrom((text, values = []) => this.dataSource.query(text, [...values]), conditions, query);
  }

  /** As it is known there, which may be a replica. */
  async pageFrom(
    ask: Ask,
    conditions: readonly Condition[],
    { limit, skip, cursor }: PageQuery,
  ): Promise<Page<EventRow>> {
    const behind: Condition[] = cursor === undefined ? [] : [['seq < ?', placeOf(cursor)]];
    // What this instance still holds goes first, so that nobody misses what they have just done.
    await this.writer.flush();

    const total = await this.count(ask, conditions);
    const { sql, values } = where([...conditions, ...behind]);
    // One more than asked for tells whether there is a next page.
    const rows = await ask<EventRow>(
      `SELECT ${EVENT_COLUMNS} FROM security_events WHERE ${sql}
        ORDER BY security_events.seq DESC LIMIT ${limit + 1} OFFSET ${skip}`,
      values,
    );
    const items = rows.slice(0, limit);
    const last = rows.length > items.length ? items.at(-1) : undefined;
    return { items, total, next: last && encodeCursor(SORT, String(last.seq)) };
  }

  private async count(ask: Ask, conditions: readonly Condition[]): Promise<number> {
    if (conditions.length === 0) return this.chain.length(ask);
    const { sql, values } = where(conditions);
    const [counted] = await ask<{ total: number }>(
      `SELECT count(*)::integer AS total FROM security_events WHERE ${sql}`,
      values,
    );
    return counted!.total;
  }
}

function where(conditions: readonly Condition[]): { sql: string; values: unknown[] } {
  const sql = conditions.map(([text], index) => text.replace('?', `$${index + 1}`));
  return { sql: ['true', ...sql].join(' AND '), values: conditions.map(([, value]) => value) };
}

function placeOf(cursor: string): number {
  const place = decodeCursor(SORT, cursor);
  if (/^\d{1,15}$/.test(place)) return Number(place);
  const detail = 'The cursor is not one of this list.';
  throw new InvalidInput([{ pointer: '/cursor', detail, code: 'invalid_cursor' }]);
}
