import { Injectable } from '@nestjs/common';
import { Histogram } from '#common/prometheus.js';
import { MetricsRegistry } from '#common/metrics.js';

@Injectable()
export class RevocationMetrics {
  private readonly lag: Histogram;

  constructor(private readonly registry: MetricsRegistry) {
    this.lag = new Histogram({
      name: 'gatehouse_revocation_lag_seconds',
      help: 'From the transaction of a revocation on another instance until it was heard here, by the clock of the database',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers: [registry],
    });
  }

  observe(entries: () => number): void {
    this.registry.gauge(
      'gatehouse_revocation_index_entries',
      'Sessions and users whose access tokens are revoked before their time',
      entries,
      // All hold the same ones.
      'max',
    );
  }

  heard(seconds: number): void {
    this.lag.observe(seconds);
  }
}
