import { type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { constantTimeEqual, deriveKey, hmacSha256 } from '#common/crypto/secrets.js';
import { uuidFromBytes, uuidToBytes } from '#common/crypto/uuid.js';
import { SecretKey } from '#database/index.js';

export interface KnownDevice {
  readonly deviceId: string;
  readonly userId: string;
}

const PREFIX = 'ghd_';
const ID_BYTES = 16;
const MAC_BYTES = 32;

/**
 * Says that a user has signed in on this device before, signed by us and kept by the device (OWASP device cookies). It
 * signs nobody in: all that it gives is a budget of its own, which strangers cannot use up.
 */
@Injectable()
export class DeviceTokenCodec {
  private readonly key: KeyObject;

  constructor(secretKey: SecretKey) {
    this.key = deriveKey(secretKey.value, 'devices');
  }

  /** For a device that is new to the user. */
  issue(userId: string): string {
    const content = Buffer.concat([randomBytes(ID_BYTES), uuidToBytes(userId)]);
    return PREFIX + Buffer.concat([content, hmacSha256(this.key, content)]).toString('base64url');
  }

  /** Undefined for everything that `issue` did not make. */
  read(token: string | undefined): KnownDevice | undefined {
    if (!token?.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (bytes.length !== 2 * ID_BYTES + MAC_BYTES) return undefined;
    const content = bytes.subarray(0, 2 * ID_BYTES);
    if (!constantTimeEqual(hmacSha256(this.key, content), bytes.subarray(2 * ID_BYTES))) return undefined;
    return {
      deviceId: content.subarray(0, ID_BYTES).toString('base64url'),
      userId: uuidFromBytes(content.subarray(ID_BYTES)),
    };
  }
}
