import type { TestApp } from '../../support/app.js';
import { redisIsHere, TestRedis } from '../../support/redis.js';

/** Where requests are counted, and what no client can do there. */
export interface Store {
  readonly env: Record<string, string>;
  /** To be called when the application has started. */
  ready(): Promise<void>;
  counters(app: TestApp): Promise<number>;
  /** As if all blocks were over. */
  endBlocks(app: TestApp): Promise<void>;
  stop(): Promise<void>;
}

const inPostgres: Store = {
  env: {},
  ready: async () => {},
  counters: async (app) => (await app.sql('SELECT FROM rate_limits')).length,
  endBlocks: async (app) => {
    await app.sql(`UPDATE rate_limits SET blocked_until = now() - interval '1 second'`);
  },
  stop: async () => {},
};

async function inRedis(): Promise<Store> {
  const redis = await TestRedis.start();
  return {
    env: { REDIS_URL: redis.url },
    // Else the database would count along, as it does beside a Redis that has just started.
    ready: () => redis.grow(),
    counters: async () => (await redis.counters()).length,
    endBlocks: async () => {
      for (const key of await redis.counters()) {
        const [hits, expires] = (await redis.ask<string>(['GET', key])).split(' ');
        await redis.ask(['SET', key, `${hits} ${expires} 1`, 'KEEPTTL']);
      }
    },
    stop: () => redis.stop(),
  };
}

export const STORES = [
  { name: 'PostgreSQL', isHere: true, start: async () => inPostgres },
  { name: 'Redis', isHere: redisIsHere(), start: inRedis },
];
