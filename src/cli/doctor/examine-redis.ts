import type { RedisConfig } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { reachRedis } from '#redis/index.js';
import { type Finding, reasonOf } from './finding.js';

const check = 'redis';

/**
 * Whether Redis lets us in, is a primary and forgets nothing. Nothing is written; so whether this user may run scripts only
 * the log of the service tells.
 */
export async function examineRedis(redis: RedisConfig): Promise<Finding> {
  try {
    const link = await reachRedis(redis);
    link.end();
    const version = link.fact('valkey_version') ?? link.fact('redis_version') ?? 'of an unknown version';
    const message = `${version} at ${redis.where}`;
    if (link.fact('role') === 'slave') {
      const remedy = 'name the primary in REDIS_URL; PostgreSQL counts until then';
      return { check, state: 'wrong', message: `${message} is a replica, which counts nothing`, remedy };
    }
    if (!link.evicts) return { check, state: 'ok', message };
    const remedy = 'set maxmemory-policy noeviction: it may forget what it has counted, so PostgreSQL counts as well';
    return { check, state: 'unsure', message: `${message}, ${link.fact('maxmemory_policy')}`, remedy };
  } catch (error) {
    if (error instanceof CannotStart) return { check, state: 'wrong', message: error.message };
    const remedy = 'PostgreSQL counts until it does; look at REDIS_URL (user, password, host, port, rediss:// for TLS)';
    return { check, state: 'wrong', message: `${redis.where} does not let us in: ${reasonOf(error)}`, remedy };
  }
}
