export { reachRedis } from './open-redis.js';
export { Redis } from './redis.js';
export type { RedisLink } from './redis-link.js';
export { RedisModule } from './redis.module.js';
export { script } from './script.js';
