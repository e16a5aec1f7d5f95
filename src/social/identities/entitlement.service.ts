import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { LetterBudgetService } from '#auth/index.js';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { TokenBlacklistService } from '#tokens/index.js';
import { type Account, AccountsService } from '#users/index.js';
import { RecentSignInRequired } from './identities.errors.js';

/** ASVS 7.5.1: a stolen access token must not be enough to open the account for ever. */
const RECENT_SECONDS = 10 * 60;

/** Whether somebody who is signed in may change what opens the own account. */
@Injectable()
export class Entitlement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly blacklist: TokenBlacklistService,
    private readonly events: SecurityEvents,
    private readonly budget: LetterBudgetService,
  ) {}

  /** By when they signed in, and not by when the token was made: a refresh proves nothing. Throws RecentSignInRequired. */
  assertRecent({ authenticatedAt }: Principal): void {
    if (Date.now() / 1000 - authenticatedAt > RECENT_SECONDS) throw new RecentSignInRequired(RECENT_SECONDS);
  }

  /**
   * Nobody else changes the account meanwhile. `before`: what has to be locked first. Each time is told by letter, to an
   * address that nobody may have proven: so there are not many. Throws TooManyRequests, UserNotFound, InvalidAccessToken.
   */
  async within<T>(
    me: Principal,
    work: (tx: EntityManager, account: Account) => Promise<T>,
    before?: (tx: EntityManager) => Promise<void>,
  ): Promise<T> {
    await this.budget.countDeed('identity_letters', me.userId);
    return this.dataSource.transaction(async (tx) => {
      await before?.(tx);
      const account = await this.accounts.lock(me.userId, tx);
      await this.blacklist.assertStillHolds(tx, me);
      return work(tx, account);
    });
  }

  publish({ userId, sessionId }: Principal, type: 'identity.linked' | 'identity.unlinked', provider: string): void {
    this.events.publish({ type, outcome: 'success', userId, sessionId, detail: { by: provider } });
  }
}
