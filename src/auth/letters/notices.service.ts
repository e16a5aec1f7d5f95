import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { deviceName } from '#common/http/device-name.js';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService } from '#tokens/index.js';
import { type Account, recipientOf } from '#users/index.js';
import { LetterBudgetService } from './letter-budget.service.js';

/** What can be caused without end by whoever knows the password. All others tell of a deed that is counted itself. */
const BOUNDED: ReadonlySet<string> = new Set<Notice['template']>(['new_device', 'suspicious_session']);

const NOT_ME_SECONDS = 7 * 24 * 60 * 60;

/** What the owner is told, with the way back in case it was somebody else (ASVS 6.3.7). */
type Notice =
  | { readonly template: 'password_changed' }
  | { readonly template: 'email_changed' }
  | { readonly template: 'identity_linked' | 'identity_unlinked'; readonly provider: string }
  | { readonly template: 'email_change_notice'; readonly newEmail: string }
  | { readonly template: 'suspicious_session'; readonly userAgent: string | null; readonly when: Date }
  | {
      readonly template: 'new_device';
      readonly userAgent: string | undefined;
      readonly ip: string;
      readonly when: Date;
    };

/** Letters about what has happened to an account. Written in the transaction of the fact, so that none is missing. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly outbox: Outbox,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly config: Config,
    private readonly budget: LetterBudgetService,
  ) {}

  /**
   * To the address that `account` names: after a change of address, hand in the account as it was before. Whoever calls
   * holds the lock on it, or else the way back could go to an address that the account has just lost.
   */
  async tell(tx: EntityManager, account: Account, locale: string, notice: Notice): Promise<void> {
    const { template } = notice;
    if (BOUNDED.has(template) && !(await this.budget.mayTell(account, template, tx))) return;
    const data = { email: account.email, ...(account.is_verified ? { proven: 'yes' } : {}) };
    const secret = await this.oneTimeTokens.issue('not_me', account.id, NOT_ME_SECONDS, { data, tx });
    const link = mailedLink(this.config, '/not-me', secret);
    await this.outbox.post({ ...contentOf(notice, link), to: recipientOf(account), locale }, tx);
  }
}

function contentOf(notice: Notice, link: string) {
  switch (notice.template) {
    case 'email_change_notice':
      return { template: notice.template, data: { link, new_email: notice.newEmail } };
    case 'new_device': {
      const { template, userAgent, ip, when } = notice;
      return { template, data: { link, device: deviceIn(userAgent), ip, when } };
    }
    case 'suspicious_session': {
      const { template, userAgent, when } = notice;
      return { template, data: { link, device: deviceIn(userAgent), when } };
    }
    case 'identity_linked':
    case 'identity_unlinked':
      return { template: notice.template, data: { link, provider: notice.provider } };
    case 'password_changed':
    case 'email_changed':
      return { template: notice.template, data: { link } };
  }
}

/** As in the list of activity. Something must stand there, in every language. */
function deviceIn(userAgent: string | null | undefined): string {
  return deviceName(userAgent) ?? '-';
}
