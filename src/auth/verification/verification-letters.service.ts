import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService } from '#tokens/index.js';
import { type Account, recipientOf } from '#users/index.js';

const HOUR_SECONDS = 60 * 60;

/** Letters with links that prove an address. */
@Injectable()
export class VerificationLettersService {
  constructor(
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  async write(account: Pick<Account, 'id' | 'username' | 'full_name' | 'email'>, locale: string, tx: EntityManager) {
    const hours = this.config.tokens.emailVerificationHours;
    const secret = await this.oneTimeTokens.issue('email_verification', account.id, hours * HOUR_SECONDS, { tx });
    const data = { link: mailedLink(this.config, '/verify-email', secret), hours };
    await this.outbox.post({ template: 'verify_email', to: recipientOf(account), locale, data }, tx);
  }

  /**
   * To the new address, which is proven by it before the account has it. To its `holder` goes another letter; there is a
   * token then as well, and its secret is in no letter.
   */
  async writeChange(
    account: Account,
    newEmail: string,
    holder: Account | undefined,
    locale: string,
    tx: EntityManager,
  ): Promise<void> {
    const hours = this.config.tokens.emailVerificationHours;
    const secret = await this.oneTimeTokens.issue('email_change', account.id, hours * HOUR_SECONDS, {
      data: { new_email: newEmail },
      tx,
    });
    if (holder) {
      const data = { link: `${this.config.publicUrl}/forgot-password` };
      await this.outbox.post({ template: 'account_exists', to: recipientOf(holder), locale, data }, tx);
      return;
    }
    const to = recipientOf({ ...account, email: newEmail });
    const link = mailedLink(this.config, '/confirm-email', secret);
    const data = { link, hours, new_email: newEmail, username: account.username };
    await this.outbox.post({ template: 'email_change', to, locale, data }, tx);
  }

  /** For somebody who has just proven the address: the next step without another letter. */
  issueReset(userId: string, tx: EntityManager): Promise<string> {
    return this.oneTimeTokens.issue('password_reset', userId, this.config.tokens.passwordResetHours * HOUR_SECONDS, {
      tx,
    });
  }
}
