import { Injectable } from '@nestjs/common';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { type OneTimePurpose, OneTimeTokensService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import type { Device } from '../sign-in/device.js';
import { MakerService } from '../verification/maker.service.js';
import { NewPasswordsService } from './new-passwords.service.js';

/** New passwords: by a mailed link, or by the old one. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly maker: MakerService,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly newPasswords: NewPasswordsService,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * By a mailed link, which proves the address as well. Whoever had put a password, sessions or links there before is
   * out. Throws InvalidToken, WeakPassword, HashQueueFull; a refused password does not use the link up.
   */
  async byLink(purpose: OneTimePurpose, token: string, password: string, locale: string): Promise<void> {
    const { userId } = await this.oneTimeTokens.find(purpose, token);
    const account = await this.accounts.get(userId);
    await this.newPasswords.set(account, { password, pointer: '/new_password', locale }, async (tx) => {
      await this.oneTimeTokens.use(purpose, token, tx);
      await this.accounts.proveEmail(tx, userId);
    });
    this.events.publish({ type: 'password.reset', outcome: 'success', userId, detail: { by: purpose } });
  }

  /**
   * By the old one. The session that asks goes on. Throws InvalidCredentials, TooManyRequests, ChallengeRequired,
   * WeakPassword, HashQueueFull.
   */
  async byPassword(me: Principal, current: string, password: string, device: Device): Promise<void> {
    const { account, assertStillIs } = await this.maker.check(me, current, device);
    const wish = { password, pointer: '/new_password', locale: device.locale, keepSession: me.sessionId };
    // Of two changes at the same moment the second one was allowed by a password that is no longer there.
    await this.newPasswords.set(account, wish, assertStillIs);
    this.events.publish({ type: 'password.changed', outcome: 'success', userId: me.userId, sessionId: me.sessionId });
  }
}
