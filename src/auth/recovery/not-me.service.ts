import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import { RecoveryLettersService } from './recovery-letters.service.js';

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
   * Puts everybody out and starts recovery: all sessions end, the password and all links are void, the address that the
   * notice went to is the account's again (unless somebody else has it by now), and a letter with a link to a new
   * password goes there. An account that the thief has deleted is open again, if it is not too late.
   * Throws InvalidToken. Returns the id of the user.
   */
  async report(token: string, locale: string): Promise<string> {
    const { userId, ended } = await this.dataSource.transaction(async (tx) => {
      const { userId, data } = await this.oneTimeTokens.use('not_me', token, tx);
      await this.accounts.reopen(tx, userId);
      await this.accounts.lock(userId, tx);
      await this.accounts.setPassword(tx, userId, null);
      const email = data['email']!;
      const holder = await this.accounts.findByEmail(email, tx);
      if (!holder || holder.id === userId) await this.accounts.setEmail(tx, userId, email);
      await this.oneTimeTokens.voidAll(userId, tx);
      // To the address of the notice in any case: the one that the account has now may be the thief's.
      await this.letters.write({ ...(await this.accounts.get(userId, tx)), email }, locale, tx);
      return { userId, ended: await this.sessions.endAllWithin(tx, userId, 'not_me') };
    });
    this.sessions.announce(ended);
    return userId;
  }
}
