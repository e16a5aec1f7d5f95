import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { type Account, AccountsService } from '#users/index.js';
import { VerificationLettersService } from './verification-letters.service.js';

/** What somebody shows besides the link, to be the one who made the account and not only the owner of the address. */
export type MakerProof = (account: Account) => Promise<boolean>;

/** Proof that an e-mail address belongs to whom the account belongs to. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly letters: VerificationLettersService,
  ) {}

  /** Nothing for an address that is proven already. */
  async request(userId: string, locale: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // Locked: the link must not go to an address that the account has no more when it is there.
      const account = await this.accounts.lock(userId, tx);
      if (!account.is_verified) await this.letters.write(account, locale, tx);
    });
  }

  /**
   * Uses the link up. The owner of the address who is not the maker of the account takes it over: password, sessions
   * and links from before are void, and the secret of a link to a new password is returned (pre-hijacking).
   * Throws InvalidToken, and what `isMaker` throws.
   */
  async confirm(token: string, isMaker: MakerProof): Promise<string | undefined> {
    const { userId } = await this.oneTimeTokens.find('email_verification', token);
    const maker = await isMaker(await this.accounts.get(userId));
    const { ended, resetToken } = await this.dataSource.transaction(async (tx) => {
      await this.accounts.lock(userId, tx);
      await this.oneTimeTokens.use('email_verification', token, tx);
      await this.accounts.proveEmail(tx, userId);
      return maker ? { ended: [], resetToken: undefined } : this.evict(tx, userId);
    });
    this.sessions.announce(ended);
    return resetToken;
  }

  private async evict(tx: EntityManager, userId: string) {
    await this.accounts.setPassword(tx, userId, null);
    await this.oneTimeTokens.voidAll(userId, tx);
    const ended = await this.sessions.endAllWithin(tx, userId, 'email_proven');
    return { ended, resetToken: await this.letters.issueReset(userId, tx) };
  }
}
