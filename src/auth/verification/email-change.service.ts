import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OneTimeTokensService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import { PasswordRequired } from '../auth.errors.js';
import { NoticesService } from '../letters/notices.service.js';
import type { Owner } from './maker.service.js';
import type { MakerProof } from './verification.service.js';
import { VerificationLettersService } from './verification-letters.service.js';

/** A new e-mail address: it proves itself first, and the old one is told before and after (ASVS 6.3.7). */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly letters: VerificationLettersService,
    private readonly notices: NoticesService,
  ) {}

  /**
   * The same for an address that somebody has already, who is told in place of the link: neither the answer nor the
   * time, neither the letters nor the export of whoever asks tells whether it has an account (ASVS 6.3.8).
   */
  async request({ assertStillIs }: Owner, newEmail: string, locale: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const account = await assertStillIs(tx);
      const holder = await this.accounts.findByEmail(newEmail, tx);
      if (holder?.id === account.id) return;
      await this.letters.writeChange(account, newEmail, holder, locale, tx);
      await this.notices.tell(tx, account, locale, { template: 'email_change_notice', newEmail });
    });
  }

  /**
   * Not for whoever merely reads the mail there: confirming it for an account of somebody else would prove their address
   * for that one (pre-hijacking). Throws PasswordRequired, InvalidToken, EmailTaken, and what `isMaker` throws; then
   * nothing is used up. Returns the id of the user.
   */
  async confirm(token: string, isMaker: MakerProof, locale: string): Promise<string> {
    const { userId } = await this.oneTimeTokens.find('email_change', token);
    if (!(await isMaker(await this.accounts.get(userId)))) throw new PasswordRequired();
    return this.dataSource.transaction(async (tx) => {
      // First the account, then its link: in this order everybody who issues, uses or voids links locks them.
      const before = await this.accounts.lock(userId, tx);
      const { data } = await this.oneTimeTokens.use('email_change', token, tx);
      await this.accounts.setEmail(tx, userId, data['new_email']!);
      // Links that were mailed to the old address open nothing any more.
      await this.oneTimeTokens.voidAll(userId, tx);
      await this.notices.tell(tx, before, locale, { template: 'email_changed' });
      return userId;
    });
  }
}
