import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService } from '#tokens/index.js';
import { type Account, AccountsService, recipientOf } from '#users/index.js';

const HOUR_SECONDS = 60 * 60;

/** What somebody may ask for who cannot sign in. */
export type RecoveryPurpose = 'password_reset' | 'unlock';

const UNLOCK_HOURS = 1;

/** The letters to somebody who cannot sign in. */
@Injectable()
export class RecoveryLettersService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Nothing for an address that is nobody's, or of somebody who may not sign in. Returns whose new password is on its
   * way, which is to be announced after the commit.
   */
  async writeTo(
    email: string,
    purpose: RecoveryPurpose,
    locale: string,
    tx: EntityManager,
  ): Promise<string | undefined> {
    // Locked, and found by the address that it has then: whoever loses the account in this moment gets no link to it.
    const account = await this.accounts.lockByEmail(email, tx);
    if (!account?.is_active) return undefined;
    if (purpose === 'unlock') {
      await this.writeUnlock(account, locale, tx);
      return undefined;
    }
    await this.write(account, locale, tx);
    return account.id;
  }

  /** The link makes the device that opens it a known one: strangers' attempts do not count against it. */
  private async writeUnlock(account: Account, locale: string, tx: EntityManager): Promise<void> {
    const secret = await this.oneTimeTokens.issue('unlock', account.id, UNLOCK_HOURS * HOUR_SECONDS, { tx });
    const data = { link: mailedLink(this.config, '/unlock', secret) };
    await this.outbox.post({ template: 'account_locked', to: recipientOf(account), locale, data }, tx);
  }

  /** To the address that an account has lost to an earlier one. Without a way back: the earlier claim holds. */
  async writeRestored(before: Account, locale: string, tx: EntityManager): Promise<void> {
    await this.outbox.post({ template: 'email_restored', to: recipientOf(before), locale, data: {} }, tx);
  }

  /** To be announced after the commit. */
  async write(account: Account, locale: string, tx: EntityManager): Promise<void> {
    const hours = this.config.tokens.passwordResetHours;
    const secret = await this.oneTimeTokens.issue('password_reset', account.id, hours * HOUR_SECONDS, { tx });
    const data = { link: mailedLink(this.config, '/reset-password', secret), hours };
    await this.outbox.post({ template: 'reset_password', to: recipientOf(account), locale, data }, tx);
  }

  /** `actorId`: who asked for it, where that is somebody else. */
  announce(userId: string, actorId?: string): void {
    this.events.publish({ type: 'password.reset_requested', outcome: 'success', userId, actorId });
  }
}
