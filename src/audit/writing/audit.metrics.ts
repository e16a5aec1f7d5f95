import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { MetricsRegistry } from '#common/metrics.js';

@Injectable()
export class AuditMetrics {
  private readonly lostEvents = new Counter({
    name: 'gatehouse_audit_events_lost_total',
    help: 'Security events that are in the log only, because the database did not take them',
    registers: [],
  });

  constructor(private readonly registry: MetricsRegistry) {
    registry.registerMetric(this.lostEvents);
  }

  observe(waiting: () => number): void {
    const gauge = new Gauge({
      name: 'gatehouse_audit_events_waiting',
      help: 'Security events that are not in the database yet',
      registers: [],
      collect() {
        this.set(waiting());
      },
    });
    this.registry.registerMetric(gauge);
  }

  lost(count: number): void {
    this.lostEvents.inc(count);
  }
}
