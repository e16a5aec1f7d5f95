import { Injectable } from '@nestjs/common';
import { asciiLower } from '#common/ascii-lower.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { type Budget, CountersService, TooManyRequests } from '#limits/index.js';

const HOUR = 60 * 60;

/** Passwords that may be tried with one link: whoever reads the mail need not be who has registered. */
const GUESSES = 10;

/**
 * How many letters strangers may have sent to an address by registering with it, from wherever they ask, and how many
 * passwords may be tried with the link in one.
 */
@Injectable()
export class RegistrationBudgetService {
  constructor(
    private readonly counters: CountersService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /** Throws TooManyRequests. Returns what gives the letter back, for when none is sent. */
  take(email: string): Promise<() => Promise<void>> {
    const limit = this.config.limits.recoveryPerHour;
    return this.takeOne({ name: 'registration_letters', limit, windowSeconds: HOUR }, asciiLower(email));
  }

  /** For as long as the link lives. Throws TooManyRequests. Returns what gives the guess back. */
  takeGuess(token: string): Promise<() => Promise<void>> {
    const windowSeconds = this.config.tokens.emailVerificationHours * HOUR;
    return this.takeOne({ name: 'registration_guesses', limit: GUESSES, windowSeconds }, token);
  }

  /** Of the subject only a digest is kept. */
  private async takeOne(budget: Budget, subject: string): Promise<() => Promise<void>> {
    if (!this.config.limits.enabled) return async () => {};
    const shares = [{ budget, subject }];
    const usedUp = await this.counters.take(shares);
    if (!usedUp) return () => this.counters.giveBack(shares);
    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: budget.name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
  }
}
