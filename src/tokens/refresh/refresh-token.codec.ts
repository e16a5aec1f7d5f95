import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { uuidFromBytes, uuidToBytes } from '#common/crypto/uuid.js';
import { REFRESH_TOKEN_PREFIX, SESSION_BYTES } from '#common/refresh-token-layout.js';
import { SecretKey } from '#database/index.js';

/** What a genuine refresh token says. */
export interface RefreshTokenContent {
  readonly sessionId: string;
  readonly counter: number;
}

const COUNTER_BYTES = 4;
const MAC_BYTES = 32;

/**
 * `session id . counter . HMAC-SHA-256`, opaque to clients. The 256-bit MAC is the secret part: it cannot be guessed
 * or made without the key, and because it is deterministic a successor can be said again without being stored.
 */
@Injectable()
export class RefreshTokenCodec {
  private readonly keys: DerivedKeys;

  constructor(secretKey: SecretKey) {
    this.keys = secretKey.keysFor('refresh-tokens');
  }

  encode({ sessionId, counter }: RefreshTokenContent): string {
    const content = Buffer.alloc(SESSION_BYTES + COUNTER_BYTES);
    uuidToBytes(sessionId).copy(content);
    content.writeUInt32BE(counter, SESSION_BYTES);
    return REFRESH_TOKEN_PREFIX + Buffer.concat([content, this.keys.mac(content)]).toString('base64url');
  }

  /** Undefined for everything that `encode` never made, to the letter: no other spelling of the same bytes. */
  decode(token: string): RefreshTokenContent | undefined {
    if (!token.startsWith(REFRESH_TOKEN_PREFIX)) return undefined;
    const encoded = token.slice(REFRESH_TOKEN_PREFIX.length);
    const bytes = Buffer.from(encoded, 'base64url');
    const wellFormed = bytes.length === SESSION_BYTES + COUNTER_BYTES + MAC_BYTES;
    if (!wellFormed || bytes.toString('base64url') !== encoded) return undefined;

    const content = bytes.subarray(0, SESSION_BYTES + COUNTER_BYTES);
    if (!this.keys.isMac(content, bytes.subarray(content.length))) return undefined;
    return {
      sessionId: uuidFromBytes(content.subarray(0, SESSION_BYTES)),
      counter: content.readUInt32BE(SESSION_BYTES),
    };
  }
}
