import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService, SessionsService } from '#tokens/index.js';
import { AccountsService, type ClosedAccount, recipientOf } from '../accounts.service.js';

const DAY_SECONDS = 24 * 60 * 60;

/** Who wants the account closed, and how they are written to. */
export interface Closing {
  readonly byOwner: boolean;
  readonly locale: string;
}

/** All that closing an account does, within the transaction of whoever has decided it and holds the lock on the user. */
@Injectable()
export class AccountClosing {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {}

  /**
   * Undefined: it is closed already, and nothing is left to decide. What its owner has closed an administrator closes
   * once more: from then on the owner cannot open it. `ended` is to be announced after the commit.
   */
  async close(tx: EntityManager, id: string, closing: Closing) {
    const account = await this.accounts.close(tx, id, this.graceDays, closing.byOwner);
    if (!account) return closing.byOwner ? undefined : this.seize(tx, id, closing);
    await this.oneTimeTokens.voidUnused(id, tx);
    await this.writeLetter(tx, account, closing);
    return { deletesAt: account.deletes_at, ended: await this.sessions.endAllWithin(tx, id, 'user_deleted') };
  }

  private async seize(tx: EntityManager, id: string, closing: Closing) {
    const account = await this.accounts.seize(tx, id);
    if (!account) return undefined;
    await this.oneTimeTokens.voidAll(id, tx);
    await this.oneTimeTokens.voidNotices(id, tx);
    await this.writeLetter(tx, account, closing);
    return { deletesAt: account.deletes_at, ended: [] };
  }

  announce(ended: Parameters<SessionsService['announce']>[0]): void {
    this.sessions.announce(ended);
  }

  get graceDays(): number {
    return this.config.accounts.deletionGraceDays;
  }

  /** A way back only for those who closed it themselves: what an administrator has decided, one of them undoes. */
  private async writeLetter(tx: EntityManager, account: ClosedAccount, { byOwner, locale }: Closing): Promise<void> {
    const to = recipientOf(account);
    const until = account.deletes_at;
    if (!byOwner || this.graceDays === 0) {
      await this.outbox.post({ template: 'account_closed', to, locale, data: { until } }, tx);
      return;
    }
    const seconds = this.graceDays * DAY_SECONDS;
    const secret = await this.oneTimeTokens.issue('account_restore', account.id, seconds, { tx });
    const data = { until, link: mailedLink(this.config, '/restore-account', secret) };
    await this.outbox.post({ template: 'account_deleted', to, locale, data }, tx);
  }
}
