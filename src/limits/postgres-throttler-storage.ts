import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Housekeeping } from '#common/housekeeping.js';
import { Sql } from '#database/index.js';
import type { Counted, Hit } from './hit.js';
import { type HitRow, hitStatement, hitValues } from './hit.statement.js';

const SWEEP_EVERY_MS = 5 * 60 * 1000;

const SWEEP = {
  name: 'rate_limit_sweep',
  text: `DELETE FROM rate_limits WHERE expires_at < now() AND coalesce(blocked_until, expires_at) < now()`,
};

/** Counters in the database: exact across instances, and refused with the database away rather than not counted. */
@Injectable()
export class PostgresThrottlerStorage {
  constructor(
    private readonly sql: Sql,
    housekeeping: Housekeeping,
  ) {
    housekeeping.every(SWEEP_EVERY_MS, 'Sweeping rate limits', () => sql.run(SWEEP));
  }

  /**
   * Several counters, each another, at once. In the order given, as far as the first that is blocked: those behind it are
   * not counted and not in the answer. `durable`: what was counted outlives a crash of the server. In a `tx` it
   * always is: a hasty statement would let all of that transaction end before it is on the disk.
   */
  async incrementAll(hits: readonly Hit[], durable?: { readonly tx?: EntityManager }): Promise<Counted[]> {
    if (hits.length === 0) return [];
    const statement = hitStatement(hits.length, durable ? 'durable' : 'hasty');
    const rows = await this.sql.run<HitRow>(statement, hitValues(hits), durable?.tx);
    return rows.map(({ hits, expires_in, blocked, blocked_for }) => ({
      totalHits: hits,
      timeToExpire: expires_in,
      isBlocked: blocked,
      timeToBlockExpire: blocked_for,
    }));
  }
}
