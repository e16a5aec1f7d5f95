import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { uuidToBytes } from '#common/crypto/uuid.js';
import { SecretKey } from '#database/index.js';
import type { Account } from '#users/index.js';

/** Whose device it is. With every new password the epoch rises, and no device is known any more. */
export type DeviceOwner = Pick<Account, 'id' | 'device_epoch'>;

const PREFIX = 'ghd_';
const ID_BYTES = 16;
const EPOCH_BYTES = 4;
const CONTENT_BYTES = 2 * ID_BYTES + EPOCH_BYTES;
const MAC_BYTES = 32;

/**
 * Says that a user has signed in on this device before, signed by us and kept by the device (OWASP device cookies). It
 * signs nobody in: all that it gives is a budget of its own, which strangers cannot use up.
 */
@Injectable()
export class DeviceTokenCodec {
  private readonly keys: DerivedKeys;

  constructor(secretKey: SecretKey) {
    this.keys = secretKey.keysFor('devices');
  }

  /** For a device that is new to the user. */
  issue(owner: DeviceOwner): string {
    return this.signed(Buffer.concat([randomBytes(ID_BYTES), belongingTo(owner)]));
  }

  /** For a device that is known: the same, signed anew should SECRET_KEY have been replaced since. */
  renew(token: string): string {
    return this.signed(Buffer.from(token.slice(PREFIX.length), 'base64url').subarray(0, CONTENT_BYTES));
  }

  /** The id of the device; undefined for one that is unknown to this owner, or was known before the last new password. */
  deviceOf(owner: DeviceOwner, token: string | undefined): string | undefined {
    if (!token?.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (bytes.length !== CONTENT_BYTES + MAC_BYTES) return undefined;
    const content = bytes.subarray(0, CONTENT_BYTES);
    if (!this.keys.isMac(content, bytes.subarray(CONTENT_BYTES))) return undefined;
    if (!content.subarray(ID_BYTES).equals(belongingTo(owner))) return undefined;
    return content.subarray(0, ID_BYTES).toString('base64url');
  }

  private signed(content: Buffer): string {
    return PREFIX + Buffer.concat([content, this.keys.mac(content)]).toString('base64url');
  }
}

function belongingTo({ id, device_epoch }: DeviceOwner): Buffer {
  const epoch = Buffer.alloc(EPOCH_BYTES);
  epoch.writeInt32BE(device_epoch);
  return Buffer.concat([uuidToBytes(id), epoch]);
}
