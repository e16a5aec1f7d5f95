import { Global, Module } from '@nestjs/common';
import { Config } from '#config/index.js';
import { startRedis } from './open-redis.js';
import { Redis } from './redis.js';
import { RedisMetrics } from './redis.metrics.js';

@Global()
@Module({
  providers: [
    RedisMetrics,
    { provide: Redis, inject: [Config], useFactory: ({ redis }: Config): Promise<Redis> => startRedis(redis) },
  ],
  exports: [Redis],
})
export class RedisModule {}
