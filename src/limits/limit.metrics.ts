import { Injectable } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { MetricsRegistry } from '#common/metrics.js';

/** Counts what limits refuse, by the limit: their names are in the code, so they are few. */
@Injectable()
export class LimitMetrics {
  constructor(events: SecurityEvents, registry: MetricsRegistry) {
    const refusals = new Counter({
      name: 'gatehouse_rate_limits_exceeded_total',
      help: 'Requests that a rate limit or budget has refused',
      labelNames: ['limit'],
      registers: [registry],
    });
    events.subscribe(({ type, detail }) => {
      if (type === 'rate_limit.exceeded') refusals.inc({ limit: String(detail?.['limit']) });
    });
  }
}
