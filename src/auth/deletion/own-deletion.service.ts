import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { InvalidToken, OneTimeTokensService } from '#tokens/index.js';
import { AccountsService, UserDeletionService } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import { CredentialsService } from '../sign-in/credentials.service.js';
import type { Device } from '../sign-in/device.js';
import { PasswordNotSet } from './deletion.errors.js';

/** Owners who delete their account, or think better of it. */
@Injectable()
export class OwnDeletionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly deletion: UserDeletionService,
  ) {}

  /**
   * By the password, so that a stolen token deletes nothing. Returns when the account will be gone. Throws
   * PasswordNotSet, InvalidCredentials, LastAdministrator, HashQueueFull.
   */
  async delete(me: Principal, password: string, device: Device, locale: string): Promise<Date> {
    const account = await this.accounts.get(me.userId);
    if (account.password_hash === null) throw new PasswordNotSet();
    await this.credentials.checkOwn(account, password, device);
    return this.deletion.close(me.userId, me, locale, async (tx) => {
      // It may have been changed since it was checked; then it was the old one that was shown.
      const { password_hash } = await this.accounts.lock(me.userId, tx);
      if (password_hash !== account.password_hash) throw new InvalidCredentials();
    });
  }

  /** By the link in the letter about it. Throws InvalidToken. Returns the id of the user. */
  async restore(token: string): Promise<string> {
    const { userId } = await this.oneTimeTokens.find('account_restore', token);
    await this.dataSource.transaction(async (tx) => {
      // First the account, then its link: in this order everybody who closes, restores or removes one locks them.
      if (!(await this.accounts.reopenOwn(tx, userId))) throw new InvalidToken();
      await this.oneTimeTokens.use('account_restore', token, tx);
    });
    return userId;
  }
}
