import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { type Account, AccountsService } from '#users/index.js';
import { NoticesService } from '../letters/notices.service.js';
import type { DeviceOwner } from '../sign-in/device-token.codec.js';

export interface NewPassword {
  readonly password: string;
  /** Where the password stands in the request, for the answer that names what is wrong with it. */
  readonly pointer: string;
  readonly locale: string;
  /** A session that goes on; all others end. */
  readonly keepSession?: string;
  /** The owner has chosen it, and there was none before: nothing to be told. */
  readonly isFirst?: boolean;
}

/** What every new password does, whichever door it came through: sessions end, links are void, the owner is told. */
@Injectable()
export class NewPasswordsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly sessions: SessionsService,
    private readonly notices: NoticesService,
  ) {}

  /**
   * Sets the password, once `entitle` has succeeded in the same transaction: it uses up what entitles to it and throws
   * when there is nothing left to use. No device is known any more, until what is returned makes one known. Throws
   * WeakPassword, HashQueueFull, and what `entitle` throws.
   */
  async set(
    account: Account,
    { password, pointer, locale, keepSession, isFirst = false }: NewPassword,
    entitle: (tx: EntityManager) => Promise<unknown>,
  ): Promise<DeviceOwner> {
    const hash = await this.accounts.hashNewPassword(password, account, pointer);
    const { owner, ended } = await this.dataSource.transaction(async (tx) => {
      // First the account: a link that somebody issues at this moment is there to be voided, or is not issued. And the
      // notice goes to the address that the account has by now.
      const current = await this.accounts.lock(account.id, tx);
      await entitle(tx);
      const owner = await this.accounts.setPassword(tx, account.id, hash);
      await this.oneTimeTokens.voidAll(account.id, tx);
      if (!isFirst) await this.notices.tell(tx, current, locale, { template: 'password_changed' });
      return { owner, ended: await this.sessions.endAllWithin(tx, account.id, 'password_changed', keepSession) };
    });
    this.sessions.announce(ended);
    return owner;
  }
}
