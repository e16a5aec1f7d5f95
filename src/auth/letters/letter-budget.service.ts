import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { asciiLower } from '#common/ascii-lower.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { CountersService, TooManyRequests } from '#limits/index.js';
import type { Account } from '#users/index.js';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/** Letters that may be caused again and again, counted by whom they go to: nobody's mailbox is a weapon. */
@Injectable()
export class LetterBudgetService {
  constructor(
    private readonly counters: CountersService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /** What a signed-in user does that letters tell of, `deed`, from wherever. Throws TooManyRequests. */
  countDeed(deed: 'own_password_letters' | 'verification_letters' | 'identity_letters', userId: string): Promise<void> {
    return this.count(deed, userId, this.config.limits.lettersPerHour);
  }

  /** A letter to an address that somebody says is theirs; whose it is, is not looked at. Throws TooManyRequests. */
  countNewAddress(email: string): Promise<void> {
    return this.count('email_change_letters', asciiLower(email), this.config.limits.recoveryPerHour);
  }

  /**
   * Whether the owner is told once more of what anybody who knows the password can repeat. Some letters are enough to
   * say it; to an address that nobody has proven, which may be a stranger's, there are no more than those in a day.
   */
  async mayTell({ id, is_verified }: Account, template: string, tx: EntityManager): Promise<boolean> {
    const { enabled, recoveryPerHour: limit } = this.config.limits;
    if (!enabled) return true;
    const inAnHour = { budget: { name: `${template}_letters`, limit, windowSeconds: HOUR }, subject: id };
    const inADay = { budget: { name: `${template}_letters_day`, limit, windowSeconds: DAY }, subject: id };
    return (await this.counters.take(is_verified ? [inAnHour] : [inAnHour, inADay], tx)) === undefined;
  }

  private async count(name: string, subject: string, limit: number): Promise<void> {
    if (!this.config.limits.enabled) return;
    const usedUp = await this.counters.take([{ budget: { name, limit, windowSeconds: HOUR }, subject }]);
    if (!usedUp) return;
    this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: name } });
    throw new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
  }
}
