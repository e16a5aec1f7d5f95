import { Injectable } from '@nestjs/common';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { type OneTimePurpose, OneTimeTokensService } from '#tokens/index.js';
import { AccountsService, type RolesLeft } from '#users/index.js';
import type { Device } from '../sign-in/device.js';
import type { DeviceOwner } from '../sign-in/device-token.codec.js';
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
  async byLink(purpose: OneTimePurpose, token: string, password: string, locale: string): Promise<DeviceOwner> {
    const { userId } = await this.oneTimeTokens.find(purpose, token);
    const account = await this.accounts.get(userId);
    let isFirstProof = false;
    let rolesLeft: RolesLeft | undefined;
    // Whatever sets a password voids the link: when it can be used, the account is still as it was read.
    const isFirst = account.password_hash === null;
    const to = { password, pointer: '/new_password', locale, isFirst };
    const owner = await this.newPasswords.set(account, to, async (tx) => {
      await this.oneTimeTokens.use(purpose, token, tx);
      isFirstProof = await this.accounts.proveEmail(tx, userId);
      if (isFirstProof) rolesLeft = await this.accounts.dropIdentities(tx, userId);
    });
    this.accounts.announceRoles(rolesLeft);
    const about = { outcome: 'success', userId, detail: { by: purpose } } as const;
    this.events.publish({ type: 'password.reset', ...about });
    if (isFirstProof) this.events.publish({ type: 'email.verified', ...about });
    return owner;
  }

  /**
   * By the old one. The session that asks goes on. Throws InvalidCredentials, TooManyRequests, ChallengeRequired,
   * WeakPassword, HashQueueFull.
   */
  async byPassword(me: Principal, current: string, password: string, device: Device): Promise<DeviceOwner> {
    const { account, assertStillIs } = await this.maker.check(me, current, device);
    const wish = { password, pointer: '/new_password', locale: device.locale, keepSession: me.sessionId };
    // Of two changes at the same moment the second one was allowed by a password that is no longer there.
    const owner = await this.newPasswords.set(account, wish, assertStillIs);
    this.events.publish({ type: 'password.changed', outcome: 'success', userId: me.userId, sessionId: me.sessionId });
    return owner;
  }
}
