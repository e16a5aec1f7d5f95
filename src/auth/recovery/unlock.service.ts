import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OneTimeTokensService } from '#tokens/index.js';
import { AccountsService } from '#users/index.js';
import { DeviceTokenCodec } from '../sign-in/device-token.codec.js';

/** Devices that become known by a mailed link. */
@Injectable()
export class UnlockService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly accounts: AccountsService,
    private readonly devices: DeviceTokenCodec,
  ) {}

  /** Uses the link up, for the token of a device. Throws InvalidToken. */
  async confirm(token: string): Promise<{ userId: string; deviceToken: string }> {
    const owner = await this.dataSource.transaction(async (tx) => {
      const { userId } = await this.oneTimeTokens.use('unlock', token, tx);
      return this.accounts.get(userId, tx);
    });
    return { userId: owner.id, deviceToken: this.devices.issue(owner) };
  }
}
