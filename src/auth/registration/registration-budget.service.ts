import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { type Budget, CountersService, TooManyRequests } from '#limits/index.js';

const HOUR = 60 * 60;

/** How many letters strangers may have sent to an address by registering with it, from wherever they ask. */
@Injectable()
export class RegistrationBudgetService {
  constructor(
    private readonly counters: CountersService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /** Throws TooManyRequests. Returns what gives the letter back, for when none is sent. */
  async take(email: string): Promise<() => Promise<void>> {
    const { enabled, recoveryPerHour: limit } = this.config.limits;
    if (!enabled) return async () => {};
    const budget: Budget = { name: 'registration_letters', limit, windowSeconds: HOUR };
    const shares = [{ budget, subject: email.toLowerCase() }];
    const usedUp = await this.counters.take(shares);
    if (!usedUp) return () => this.counters.giveBack(shares);
    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: budget.name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
  }
}
