import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { AccountsService, type RolesLeft } from '#users/index.js';

/** What is to be announced after the commit. */
export interface Evicted {
  readonly ended: Awaited<ReturnType<SessionsService['endAllWithin']>>;
  readonly rolesLeft: RolesLeft | undefined;
}

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
  async evict(tx: EntityManager, userId: string): Promise<Evicted> {
    const rolesLeft = await this.accounts.empty(tx, userId);
    await this.oneTimeTokens.voidAll(userId, tx);
    return { rolesLeft, ended: await this.sessions.endAllWithin(tx, userId, 'email_proven') };
  }

  announce({ ended, rolesLeft }: Evicted): void {
    this.sessions.announce(ended);
    this.accounts.announceRoles(rolesLeft);
  }
}
