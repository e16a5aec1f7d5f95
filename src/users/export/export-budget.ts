import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { CountersService, TooManyRequests } from '#limits/index.js';

/** Enough for every need. It reads all tables, so a stolen token must not do so without end. */
const BUDGET = { name: 'personal_data_export', limit: 5, windowSeconds: 60 * 60 };

@Injectable()
export class ExportBudget {
  constructor(
    private readonly counters: CountersService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /** Throws TooManyRequests. */
  async take(userId: string): Promise<void> {
    if (!this.config.limits.enabled) return;
    const usedUp = await this.counters.take([{ budget: BUDGET, subject: userId }]);
    if (!usedUp) return;
    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', userId, detail: { limit: BUDGET.name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
  }
}
