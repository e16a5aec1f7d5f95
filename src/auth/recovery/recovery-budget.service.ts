import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { asciiLower } from '#common/ascii-lower.js';
import { Config } from '#config/index.js';
import { CountersService } from '#limits/index.js';
import { OneTimeTokensService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import type { RecoveryPurpose } from './recovery-letters.service.js';

const HOUR = 60 * 60;

/** So long a link is left alone: whoever asked for it is perhaps just opening it. */
const LEFT_ALONE_SECONDS = 5 * 60;

/**
 * How many letters whoever knows an address may have sent to it, from wherever they ask. A new letter voids the link of
 * the one before, so this also bounds how often strangers can do that to an owner.
 */
@Injectable()
export class RecoveryBudgetService {
  constructor(
    private readonly counters: CountersService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly accounts: AccountsService,
    private readonly config: Config,
  ) {}

  /**
   * Whether a letter is to be written. No: the last link stays valid. An account without a living link gets one however
   * many there were, or strangers could keep its owner from having any.
   */
  async allows(purpose: RecoveryPurpose, email: string, tx: EntityManager): Promise<boolean> {
    const { enabled, recoveryPerHour: limit } = this.config.limits;
    if (!enabled) return true;
    const budget = { name: `${purpose}_letters`, limit, windowSeconds: HOUR };
    const shares = [{ budget, subject: asciiLower(email) }];
    // First, because it makes another instance wait that serves the same address.
    const usedUp = await this.counters.take(shares, tx);

    const account = await this.accounts.findByEmail(email, tx);
    const age = account && (await this.oneTimeTokens.age(purpose, account.id, tx));
    if (account && age === undefined) return true;
    if (usedUp) return false;
    if (age === undefined || age >= LEFT_ALONE_SECONDS) return true;
    await this.counters.giveBack(shares, tx);
    return false;
  }
}
