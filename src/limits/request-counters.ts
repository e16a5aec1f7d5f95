import { Injectable } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Counted, Hit } from './hit.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import { RedisCounters } from './redis/redis-counters.js';

/**
 * Counts requests: in Redis where there is one, else, and while it is away, in the database. What a Redis has counted that
 * forgot may be just as young as its memory; for so long both count, and the stricter decides. So no limit is ever
 * reached more than twice in its window, once here and once there. See docs/adr/0012-redis.md.
 */
@Injectable()
export class RequestCounters implements ThrottlerStorage {
  constructor(
    private readonly redis: RedisCounters,
    private readonly postgres: PostgresThrottlerStorage,
  ) {}

  async increment(key: string, ttl: number, limit: number, blockDuration: number): Promise<Counted> {
    const [counted] = await this.incrementAll([{ key, ttl, limit, blockDuration }]);
    return counted!;
  }

  async incrementAll(hits: readonly Hit[]): Promise<readonly Counted[]> {
    if (hits.length === 0) return [];
    const inRedis = await this.redis.incrementAll(hits);
    if (inRedis === undefined) return this.postgres.incrementAll(hits);

    const { counted, remembersMs } = inRedis;
    const remembersAll = hits.every(({ ttl, blockDuration }) => Math.max(ttl, blockDuration) <= remembersMs);
    if (remembersAll || counted.some(({ isBlocked }) => isBlocked)) return counted;
    const inPostgres = await this.postgres.incrementAll(hits);
    return inPostgres.map((there, index) => stricter(there, counted[index]!));
  }
}

function stricter(there: Counted, here: Counted): Counted {
  return there.isBlocked || there.totalHits > here.totalHits ? there : here;
}
