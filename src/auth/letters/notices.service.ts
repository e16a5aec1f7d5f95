import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService } from '#tokens/index.js';
import type { Account } from '#users/index.js';

const NOT_ME_SECONDS = 7 * 24 * 60 * 60;

/** What the owner is told, with the way back in case it was somebody else (ASVS 6.3.7). */
type Notice =
  | { readonly template: 'password_changed' }
  | { readonly template: 'email_changed' }
  | { readonly template: 'email_change_notice'; readonly newEmail: string }
  | { readonly template: 'suspicious_session'; readonly device: string; readonly when: Date }
  | { readonly template: 'new_device'; readonly device: string; readonly ip: string; readonly when: Date };

/** Letters about what has happened to an account. Written in the transaction of the fact, so that none is missing. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly outbox: Outbox,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly config: Config,
  ) {}

  /**
   * To the address that `account` names: after a change of address, hand in the account as it was before. Whoever calls
   * holds the lock on it, or else the way back could go to an address that the account has just lost.
   */
  async tell(tx: EntityManager, account: Account, locale: string, notice: Notice): Promise<void> {
    const data = { email: account.email };
    const secret = await this.oneTimeTokens.issue('not_me', account.id, NOT_ME_SECONDS, { data, tx });
    const link = mailedLink(this.config, '/not-me', secret);
    const to = { name: account.full_name ?? account.username, address: account.email };
    await this.outbox.post({ ...contentOf(notice, link), to, locale }, tx);
  }
}

function contentOf(notice: Notice, link: string) {
  switch (notice.template) {
    case 'email_change_notice':
      return { template: notice.template, data: { link, new_email: notice.newEmail } };
    case 'new_device': {
      const { template, device, ip, when } = notice;
      return { template, data: { link, device, ip, when } };
    }
    case 'suspicious_session': {
      const { template, device, when } = notice;
      return { template, data: { link, device, when } };
    }
    case 'password_changed':
    case 'email_changed':
      return { template: notice.template, data: { link } };
  }
}
