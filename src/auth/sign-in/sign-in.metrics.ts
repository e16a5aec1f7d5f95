import { Injectable } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { type RecordedSecurityEvent, SecurityEvents } from '#common/events/security-events.js';
import { MetricsRegistry } from '#common/metrics.js';

/** By the method as the event names it. */
const METHODS = { pwd: 'password', fed: 'provider' } as const;
/** `failed`: what was shown was wrong, or not believed. `disabled`: it was right, and the account is closed. */
const OUTCOMES = ['succeeded', 'failed', 'disabled'] as const;
/** As each door says it. */
const DISABLED: ReadonlySet<unknown> = new Set(['disabled', 'account_disabled']);

/** Counts sign-ins through all doors, as they are told. Those that a limit has refused were none. */
@Injectable()
export class SignInMetrics {
  private readonly signIns: Counter<'method' | 'outcome'>;

  constructor(events: SecurityEvents, registry: MetricsRegistry) {
    this.signIns = new Counter({
      name: 'gatehouse_sign_ins_total',
      help: 'Sign-ins. failed: wrong password, or a provider that vouches for nobody; disabled: the account is closed',
      labelNames: ['method', 'outcome'],
      registers: [registry],
    });
    for (const method of Object.values(METHODS)) {
      for (const outcome of OUTCOMES) this.signIns.inc({ method, outcome }, 0);
    }
    events.subscribe((event) => this.count(event));
  }

  private count({ type, detail }: RecordedSecurityEvent): void {
    if (type !== 'sign_in.succeeded' && type !== 'sign_in.failed') return;
    const method = METHODS[detail?.['method'] as keyof typeof METHODS];
    const unsuccessful = DISABLED.has(detail?.['reason']) ? 'disabled' : 'failed';
    this.signIns.inc({ method, outcome: type === 'sign_in.succeeded' ? 'succeeded' : unsuccessful });
  }
}
