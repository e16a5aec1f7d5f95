import { Injectable } from '@nestjs/common';
import { AccessTokensService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import type { DeviceProof } from '../sign-in/device.js';
import { CredentialsService } from '../sign-in/credentials.service.js';
import type { MakerProof } from './verification.service.js';

/** Tells whoever made an account from somebody who merely reads its mail. */
@Injectable()
export class MakerService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly accessTokens: AccessTokensService,
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
  async check(userId: string, password: string, device: DeviceProof): Promise<void> {
    await this.credentials.checkOwn(await this.accounts.get(userId), password, device);
  }
}
