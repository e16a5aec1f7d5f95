import { randomBytes } from 'node:crypto';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { sha256 } from '#common/crypto/secrets.js';
import type { SecretKey } from '#database/index.js';

export interface ProofOfWorkTask {
  /** Of this task, however its token is spelt. */
  readonly id: string;
  readonly difficulty: number;
  readonly expiresAt: number;
}

const PREFIX = 'ghc_';
const SALT_BYTES = 16;
/** Salt, difficulty in one byte, expiry in six. */
const CONTENT_BYTES = SALT_BYTES + 1 + 6;
const MAC_BYTES = 32;

/** Tasks that are kept by whoever is to solve them: signed by us, for one subject, which they do not name. */
export class ProofOfWorkCodec {
  private readonly keys: DerivedKeys;

  constructor(secretKey: SecretKey) {
    this.keys = secretKey.keysFor('challenges');
  }

  /** `expiresAt` in seconds since 1970. */
  issue(subject: string, difficulty: number, expiresAt: number): string {
    const content = Buffer.alloc(CONTENT_BYTES);
    randomBytes(SALT_BYTES).copy(content);
    content.writeUInt8(difficulty, SALT_BYTES);
    content.writeUIntBE(expiresAt, SALT_BYTES + 1, 6);
    return PREFIX + Buffer.concat([content, this.keys.mac(forSubject(content, subject))]).toString('base64url');
  }

  /** Undefined for everything that `issue` did not make for this subject. */
  read(token: string, subject: string): ProofOfWorkTask | undefined {
    if (!token.startsWith(PREFIX)) return undefined;
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    if (bytes.length !== CONTENT_BYTES + MAC_BYTES) return undefined;
    const content = bytes.subarray(0, CONTENT_BYTES);
    if (!this.keys.isMac(forSubject(content, subject), bytes.subarray(CONTENT_BYTES))) return undefined;
    return {
      id: content.toString('base64url'),
      difficulty: content.readUInt8(SALT_BYTES),
      expiresAt: content.readUIntBE(SALT_BYTES + 1, 6),
    };
  }
}

function forSubject(content: Buffer, subject: string): Buffer {
  return Buffer.concat([content, sha256(subject)]);
}
