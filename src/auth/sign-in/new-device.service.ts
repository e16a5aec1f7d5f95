import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountsService, UserNotFound } from '#users/index.js';
import { NoticesService } from '../letters/notices.service.js';
import type { Device } from './device.js';
import { type DeviceOwner, DeviceTokenCodec } from './device-token.codec.js';

/** Devices that a user has signed in on, and the letter about the first time on a new one. */
@Injectable()
export class NewDeviceService {
  constructor(
    private readonly devices: DeviceTokenCodec,
    private readonly dataSource: DataSource,
    private readonly accounts: AccountsService,
    private readonly notices: NoticesService,
  ) {}

  /** The token for the device. `isFirstSignIn`: a new account has no device to compare with, and gets no letter. */
  async welcome(owner: DeviceOwner, device: Device, isFirstSignIn: boolean): Promise<string> {
    if (this.devices.deviceOf(owner, device.token) !== undefined) return this.devices.renew(device.token!);
    if (!isFirstSignIn) await this.tellOwner(owner.id, device);
    return this.devices.issue(owner);
  }

  private async tellOwner(userId: string, { ip, userAgent, locale }: Device): Promise<void> {
    const notice = { template: 'new_device', ip, userAgent, when: new Date() } as const;
    try {
      await this.dataSource.transaction(async (tx) => {
        await this.notices.tell(tx, await this.accounts.lock(userId, tx), locale, notice);
      });
    } catch (error) {
      // Closed at this moment, with the session that has just begun.
      if (!(error instanceof UserNotFound)) throw error;
    }
  }
}
