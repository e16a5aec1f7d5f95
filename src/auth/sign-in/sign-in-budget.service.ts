import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { ChallengedAttemptsService, CountersService, type Share, TooManyRequests } from '#limits/index.js';
import { DeviceTokenCodec } from './device-token.codec.js';

const QUARTER_HOUR = 15 * 60;
const DAY = 24 * 60 * 60;

/**
 * How often a password may be tried, whatever the address it is tried from. Devices that have signed in before have a
 * budget of their own each; all others share one for the account. So a stranger who uses it up locks out strangers,
 * never the owner (ASVS 6.1.1, 6.3.1).
 */
@Injectable()
export class SignInBudgetService {
  constructor(
    private readonly counters: CountersService,
    private readonly challenged: ChallengedAttemptsService,
    private readonly devices: DeviceTokenCodec,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  /**
   * Takes one attempt for `account` (its id, or the name that was typed when there is none: both are treated alike).
   * Throws TooManyRequests, ChallengeRequired, ChallengeUnavailable. Returns what gives the attempt back, for when the
   * password was right.
   */
  async take(account: string, deviceToken?: string, challengeResponse?: string): Promise<() => Promise<void>> {
    if (!this.config.limits.enabled) return async () => {};
    const shares = this.sharesOf(account, deviceToken);
    const usedUp = await this.counters.take(shares);
    if (usedUp) {
      this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: usedUp.budget.name } });
      const refusal = new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
      return this.challenged.take(account, challengeResponse, refusal);
    }
    return () => this.counters.giveBack(shares);
  }

  private sharesOf(account: string, deviceToken: string | undefined): Share[] {
    const { perQuarterHour, perDay } = this.config.limits.attempts;
    const device = this.devices.read(deviceToken);
    if (device?.userId === account) {
      const subject = `${account}\n${device.deviceId}`;
      return [{ budget: { name: 'attempts_device', limit: perQuarterHour, windowSeconds: QUARTER_HOUR }, subject }];
    }
    return [
      { budget: { name: 'attempts_account', limit: perQuarterHour, windowSeconds: QUARTER_HOUR }, subject: account },
      { budget: { name: 'attempts_account_day', limit: perDay, windowSeconds: DAY }, subject: account },
    ];
  }
}
