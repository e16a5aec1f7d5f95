import { Injectable } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { SECURITY_EVENT_TYPES, SecurityEvents } from '#common/events/security-events.js';
import { MetricsRegistry } from '#common/metrics.js';

@Injectable()
export class AuditMetrics {
  private readonly lostEvents: Counter;

  constructor(
    private readonly registry: MetricsRegistry,
    events: SecurityEvents,
  ) {
    this.lostEvents = new Counter({
      name: 'gatehouse_audit_events_lost_total',
      help: 'Security events that are in the log only, because the database did not take them',
      registers: [registry],
    });
    const count = registry.counter(
      'gatehouse_security_events_total',
      'Security events, those that are recorded as repeated included',
      'type',
      SECURITY_EVENT_TYPES,
    );
    events.subscribe(({ type }) => count(type));
  }

  observe(waiting: () => number): void {
    this.registry.gauge('gatehouse_audit_events_waiting', 'Security events that are not in the database yet', waiting);
  }

  lost(count: number): void {
    this.lostEvents.inc(count);
  }
}
