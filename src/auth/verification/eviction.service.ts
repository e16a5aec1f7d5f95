import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';

type Ended = Awaited<ReturnType<SessionsService['endAllWithin']>>;

/**
 * The owner of an address has shown up, and it was somebody else who made the account (pre-hijacking): whatever opened
 * it until now opens it no more.
 */
@Injectable()
export class EvictionService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
  ) {}

  /** The caller holds the lock on the account, and announces what is returned after the commit. */
  async evict(tx: EntityManager, userId: string): Promise<Ended> {
    await this.accounts.empty(tx, userId);
    await this.oneTimeTokens.voidAll(userId, tx);
    return this.sessions.endAllWithin(tx, userId, 'email_proven');
  }

  announce(ended: Ended): void {
    this.sessions.announce(ended);
  }
}
