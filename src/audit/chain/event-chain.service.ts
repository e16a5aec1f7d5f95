import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Ask, Sql } from '#database/index.js';
import { EVENT_COLUMNS, type EventRow } from './event-row.js';
import type { PreparedEvent } from './prepared-event.js';

const PAGE = 500;

const APPEND = { name: 'audit_append', text: 'SELECT append_security_events($1::jsonb)' };

const HEAD = {
  name: 'audit_head',
  text: `SELECT seq::float8 AS seq, hash, base_seq::float8 AS base_seq, base_hash FROM security_event_head`,
};

const BETWEEN = {
  name: 'audit_between',
  text: `SELECT ${EVENT_COLUMNS} FROM security_events WHERE seq > $1 AND seq <= $2 ORDER BY security_events.seq LIMIT ${PAGE}`,
};

interface HeadRow {
  readonly seq: number;
  readonly hash: Buffer;
  readonly base_seq: number;
  readonly base_hash: Buffer;
}

/** A place in the chain. Kept elsewhere it proves, later, that nothing up to it was changed. */
export interface Checkpoint {
  readonly seq: number;
  readonly hash: Buffer;
}

export interface ChainEnds {
  readonly head: Checkpoint;
  readonly base: Checkpoint;
}

/** The chain of records in `security_events`: added to at its end, read in order. */
@Injectable()
export class EventChain {
  constructor(private readonly sql: Sql) {}

  /** All or none. With `tx`, the end of the chain stays locked until that transaction ends. */
  async append(events: readonly PreparedEvent[], tx?: EntityManager): Promise<void> {
    await this.sql.run(APPEND, [JSON.stringify(events)], tx);
  }

  async ends(tx?: EntityManager): Promise<ChainEnds> {
    const [row] = await this.sql.run<HeadRow>(HEAD, [], tx);
    return { head: { seq: row!.seq, hash: row!.hash }, base: { seq: row!.base_seq, hash: row!.base_hash } };
  }

  /** How many records there are. The chain has no gaps, so that they need not be counted. */
  async length(ask: Ask): Promise<number> {
    const [row] = await ask<HeadRow>(HEAD.text);
    return row!.seq - row!.base_seq;
  }

  /** Records behind `after` up to `through`, a page at a time, so that any number of them fits into memory. */
  async *between(after: number, through: number): AsyncGenerator<EventRow[]> {
    for (let last = after; last < through;) {
      const rows = await this.sql.run<EventRow>(BETWEEN, [last, through]);
      if (rows.length === 0) return;
      yield rows;
      last = rows.at(-1)!.seq;
    }
  }
}
