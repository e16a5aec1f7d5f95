import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokensService } from '#tokens/index.js';
import { type Account, AccountsService } from '#users/index.js';
import { EvictionService } from './eviction.service.js';
import { VerificationLettersService } from './verification-letters.service.js';

/** What somebody shows besides the link, to be the one who made the account and not only the owner of the address. */
export type MakerProof = (account: Account) => Promise<boolean>;

/** What a link did. */
export interface Verified {
  readonly userId: string;
  /** False: the address was proven already. */
  readonly isFirst: boolean;
  /** For the owner of the address who did not make the account: the secret of a link to a new password. */
  readonly resetToken?: string;
}

/** Proof that an e-mail address belongs to whom the account belongs to. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly eviction: EvictionService,
    private readonly letters: VerificationLettersService,
  ) {}

  /** False, and nothing done, for an address that is proven already. */
  async request(userId: string, locale: string): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      // Locked: the link must not go to an address that the account has no more when it is there.
      const account = await this.accounts.lock(userId, tx);
      if (!account.is_verified) await this.letters.write(account, locale, tx);
      return !account.is_verified;
    });
  }

  /**
   * Uses the link up. The owner of the address who is not the maker of the account takes it over: password, sessions
   * and links from before are void (pre-hijacking).
   * Throws InvalidToken, and what `isMaker` throws.
   */
  async confirm(token: string, isMaker: MakerProof): Promise<Verified> {
    const { userId } = await this.oneTimeTokens.find('email_verification', token);
    const maker = await isMaker(await this.accounts.get(userId));
    const { evicted, ...verified } = await this.dataSource.transaction(async (tx) => {
      await this.accounts.lock(userId, tx);
      await this.oneTimeTokens.use('email_verification', token, tx);
      const isFirst = await this.accounts.proveEmail(tx, userId);
      const outcome = maker ? { evicted: undefined, resetToken: undefined } : await this.evict(tx, userId);
      return { userId, isFirst, ...outcome };
    });
    if (evicted) this.eviction.announce(evicted);
    return verified;
  }

  private async evict(tx: EntityManager, userId: string) {
    const evicted = await this.eviction.evict(tx, userId);
    return { evicted, resetToken: await this.letters.issueReset(userId, tx) };
  }
}
