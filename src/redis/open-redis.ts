import { OPTIONAL_PACKAGES } from '#common/version.js';
import type { RedisConfig } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { Redis } from './redis.js';
import type { RedisLink } from './redis-link.js';

/** Its package is loaded where REDIS_URL is set, else not at all. Throws CannotStart. */
export async function startRedis(redis: RedisConfig | undefined): Promise<Redis> {
  if (redis === undefined) return new Redis(undefined);
  const open = await opener(redis);
  return new Redis(open, redis.where);
}

/** One connection, for a look. To be ended. */
export async function reachRedis(redis: RedisConfig): Promise<RedisLink> {
  return (await opener(redis))();
}

async function opener({ url }: RedisConfig): Promise<() => Promise<RedisLink>> {
  const { RedisLink } = await import('./redis-link.js').catch(explain);
  return () => RedisLink.open(url);
}

function explain(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('@redis/client')) throw error;
  const name = OPTIONAL_PACKAGES.find((each) => each.startsWith('@redis/client'))!;
  throw new CannotStart(
    `REDIS_URL is set, and the package that speaks to Redis is not installed. Install it (npm install --no-save ${name}) or leave the setting out.`,
  );
}
