import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import { Sql } from '#database/index.js';

const SWEEP_EVERY_MS = 5 * 60 * 1000;

/** $1 key, $2 window in ms, $3 limit, $4 block in ms. One statement counts and decides, so that no call is missed.
 *  What is left is told by the clock: of two at once the one that waits for the other has an earlier `now()`. */
const HIT = {
  name: 'rate_limit_hit',
  text: `
    INSERT INTO rate_limits AS r (key, hits, expires_at) VALUES ($1, 1, now() + $2 * interval '1 ms')
    ON CONFLICT (key) DO UPDATE SET
      hits = CASE WHEN r.blocked_until > now() THEN r.hits
                  WHEN r.expires_at <= now() OR r.blocked_until IS NOT NULL THEN 1
                  ELSE r.hits + 1 END,
      expires_at = CASE WHEN r.blocked_until > now() THEN r.expires_at
                        WHEN r.expires_at <= now() OR r.blocked_until IS NOT NULL THEN excluded.expires_at
                        ELSE r.expires_at END,
      blocked_until = CASE WHEN r.blocked_until > now() THEN r.blocked_until
                           WHEN r.expires_at > now() AND r.blocked_until IS NULL AND r.hits + 1 > $3
                           THEN now() + $4 * interval '1 ms'
                           ELSE NULL END
    RETURNING hits,
              extract(epoch FROM expires_at - clock_timestamp())::float AS expires_in,
              coalesce(blocked_until > now(), false) AS blocked,
              coalesce(extract(epoch FROM blocked_until - clock_timestamp()), 0)::float AS blocked_for`,
};

const SWEEP = {
  name: 'rate_limit_sweep',
  text: `DELETE FROM rate_limits WHERE expires_at < now() AND coalesce(blocked_until, expires_at) < now()`,
};

interface HitRow {
  readonly hits: number;
  readonly expires_in: number;
  readonly blocked: boolean;
  readonly blocked_for: number;
}

/** Counters in the database: exact across instances, and refused with the database away rather than not counted. */
@Injectable()
export class PostgresThrottlerStorage implements ThrottlerStorage, OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: Sql) {}

  onApplicationBootstrap(): void {
    // A sweep that fails is made up for by the next one; the table is asked by key only.
    this.timer = setInterval(() => void this.sql.run(SWEEP, []).catch(() => undefined), SWEEP_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async increment(key: string, ttl: number, limit: number, blockDuration: number) {
    const [row] = await this.sql.run<HitRow>(HIT, [key, ttl, limit, blockDuration]);
    const { hits, expires_in, blocked, blocked_for } = row!;
    return { totalHits: hits, timeToExpire: expires_in, isBlocked: blocked, timeToBlockExpire: blocked_for };
  }
}
