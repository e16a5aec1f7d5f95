import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { InvalidToken, OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { type Account, AccountsService, UserNotFound } from '#users/index.js';
import { RecoveryLettersService } from './recovery-letters.service.js';

export interface NotMe {
  readonly userId: string;
  /** The address of the notice is the account's, and was not, or was not proven. */
  readonly isNewlyProven: boolean;
}

/** The owner says of a notice: this was not me. */
@Injectable()
export class NotMeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly letters: RecoveryLettersService,
  ) {}

  /**
   * Puts everybody out and starts recovery: all sessions end, the password, all links and all identities at providers are void, the address that the
   * notice went to is the account's again (unless somebody else has it by now), and a letter with a link to a new
   * password goes there. An account that the thief has deleted is open again, if it is not too late; not one that an
   * administrator has closed. Of several who claim the account so, the one whose notice is the oldest wins: a thief gets
   * notices only after the owner was told of the address that they go to.
   * Throws InvalidToken.
   */
  async report(token: string, locale: string): Promise<NotMe> {
    const { userId } = await this.oneTimeTokens.find('not_me', token);
    const { ended, rolesLeft, ...report } = await this.dataSource.transaction(async (tx) => {
      const before = await this.lockOpen(tx, userId);
      const { data, createdAt } = await this.oneTimeTokens.use('not_me', token, tx);
      const rolesLeft = await this.accounts.empty(tx, userId);
      const email = data['email']!;
      const holder = await this.accounts.findByEmail(email, tx);
      const isFree = !holder || holder.id === userId;
      if (isFree) {
        await this.accounts.setEmail(tx, userId, email);
        if (before.email !== email) await this.letters.writeRestored(before, locale, tx);
      }
      await this.oneTimeTokens.voidAll(userId, tx);
      await this.oneTimeTokens.voidNotices(userId, tx, createdAt);
      // To the address of the notice in any case: the one that the account has now may be the thief's.
      await this.letters.write({ ...(await this.accounts.get(userId, tx)), email }, locale, tx);
      const isNewlyProven = isFree && !(before.is_verified && before.email === email);
      return { userId, isNewlyProven, rolesLeft, ended: await this.sessions.endAllWithin(tx, userId, 'not_me') };
    });
    this.sessions.announce(ended);
    this.accounts.announceRoles(rolesLeft);
    this.letters.announce(report.userId);
    return report;
  }

  /** First the account, then its links: see EmailChangeService. Throws InvalidToken when it stays closed. */
  private async lockOpen(tx: EntityManager, userId: string): Promise<Account> {
    await this.accounts.lockEvenClosed(userId, tx);
    await this.accounts.reopenOwn(tx, userId);
    try {
      return await this.accounts.lock(userId, tx);
    } catch (error) {
      throw error instanceof UserNotFound ? new InvalidToken() : error;
    }
  }
}
