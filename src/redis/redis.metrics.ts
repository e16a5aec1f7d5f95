import { Injectable } from '@nestjs/common';
import { MetricsRegistry } from '#common/metrics.js';
import { Counter } from '#common/prometheus.js';
import { Redis } from './redis.js';

@Injectable()
export class RedisMetrics {
  constructor(redis: Redis, registry: MetricsRegistry) {
    registry.gauge(
      'gatehouse_redis_away',
      '1 while REDIS_URL is set and PostgreSQL counts instead, since Redis cannot be asked; else 0',
      () => Number(redis.away),
      'max',
    );
    const fallbacks = new Counter({
      name: 'gatehouse_redis_fallbacks_total',
      help: 'Requests that PostgreSQL has counted, since Redis could not be asked',
      registers: [],
      collect() {
        this.reset();
        this.inc(redis.misses);
      },
    });
    registry.registerMetric(fallbacks);
  }
}
