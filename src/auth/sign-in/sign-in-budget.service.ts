import { Injectable } from '@nestjs/common';
import { asciiLower } from '#common/ascii-lower.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { ChallengedAttemptsService, CountersService, type Share, TooManyRequests } from '#limits/index.js';
import type { DeviceProof } from './device.js';
import { type DeviceOwner, DeviceTokenCodec } from './device-token.codec.js';

const QUARTER_HOUR = 15 * 60;
const DAY = 24 * 60 * 60;

/** Whose attempts are counted: an account's, or those for a name that is nobody's. */
type Tried = DeviceOwner | { readonly typed: string };

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
   * Takes one attempt for an account, or for the name that was typed when there is none: both are treated alike. Throws
   * TooManyRequests, ChallengeRequired, ChallengeUnavailable. Returns what gives the attempt back, for when the password
   * was right, or nobody had the time to look at it.
   */
  async take(tried: Tried, device: DeviceProof | undefined): Promise<() => Promise<void>> {
    if (!this.config.limits.enabled) return async () => {};
    // Names that the database takes for one share a counter; no name is an id.
    const account = 'typed' in tried ? `name:${asciiLower(tried.typed)}` : tried.id;
    const deviceId = 'typed' in tried ? undefined : this.devices.deviceOf(tried, device?.token);
    const shares = this.sharesOf(account, deviceId);
    const usedUp = await this.counters.take(shares);
    if (usedUp) {
      this.events.publish({ type: 'rate_limit.exceeded', outcome: 'failure', detail: { limit: usedUp.budget.name } });
      const refusal = new TooManyRequests({ headers: { 'retry-after': String(usedUp.retryAfter) } });
      return this.challenged.take(account, device?.challengeResponse, refusal);
    }
    return () => this.counters.giveBack(shares);
  }

  private sharesOf(account: string, deviceId: string | undefined): Share[] {
    const { perQuarterHour, perDay } = this.config.limits.attempts;
    const [name, subject] =
      deviceId === undefined ? ['attempts_account', account] : ['attempts_device', `${account}\n${deviceId}`];
    return [
      { budget: { name, limit: perQuarterHour, windowSeconds: QUARTER_HOUR }, subject },
      { budget: { name: `${name}_day`, limit: perDay, windowSeconds: DAY }, subject },
    ];
  }
}
