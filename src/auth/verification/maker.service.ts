import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { AccessTokensService, TokenBlacklistService } from '#tokens/index.js';
import { type Account, AccountsService } from '#users/index.js';
import { InvalidCredentials } from '../auth.errors.js';
import type { DeviceProof } from '../sign-in/device.js';
import { CredentialsService } from '../sign-in/credentials.service.js';
import type { MakerProof } from './verification.service.js';

/** Somebody who has shown the password of the account that they are signed in to. */
export interface Owner {
  /** As it was when the password was looked at. */
  readonly account: Account;
  /**
   * Checking took long: the password may be another by now, the session may have ended. To be asked in the transaction
   * of the deed, before anything else. From then on nobody changes the account, which is returned as it is now. Throws
   * InvalidCredentials, InvalidAccessToken, UserNotFound.
   */
  readonly assertStillIs: (tx: EntityManager) => Promise<Account>;
}

/** Tells whoever made an account from somebody who merely reads its mail. */
@Injectable()
export class MakerService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly accessTokens: AccessTokensService,
    private readonly blacklist: TokenBlacklistService,
  ) {}

  /** By the password, or by an access token of the account. A wrong password is refused, not passed over. */
  proof(password: string | undefined, authorization: string | undefined, device: DeviceProof): MakerProof {
    return async (account) => {
      if (password !== undefined) {
        await this.credentials.checkOwn(account, password, device);
        return true;
      }
      const [, token] = /^bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      if (token === undefined) return false;
      const principal = await this.accessTokens.verify(token);
      return principal.userId === account.id;
    };
  }

  /** Throws InvalidCredentials, TooManyRequests, ChallengeRequired, HashQueueFull. */
  async check(me: Principal, password: string, device: DeviceProof): Promise<Owner> {
    const account = await this.accounts.get(me.userId);
    await this.credentials.checkOwn(account, password, device);
    const assertStillIs = async (tx: EntityManager) => {
      const now = await this.accounts.lock(me.userId, tx);
      if (now.password_hash !== account.password_hash) throw new InvalidCredentials();
      await this.blacklist.assertStillHolds(tx, me);
      return now;
    };
    return { account, assertStillIs };
  }
}
