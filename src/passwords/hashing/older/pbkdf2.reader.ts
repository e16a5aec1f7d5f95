import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { constantTimeEqual } from '#common/crypto/secrets.js';
import type { PasswordHasher } from '../password-hasher.js';

const derive = promisify(pbkdf2);

/** Ten times what is recommended today; one to three seconds. */
const MAX_ROUNDS = 10_000_000;
/** A shorter key could be met by chance. */
const MIN_KEY_BYTES = 16;
const MAX_KEY_BYTES = 64;

/** The salt is the text itself, the key is in Base64: `pbkdf2_sha256$1000000$salt$key`. */
const DJANGO =
  /^pbkdf2_(?<digest>sha1|sha256|sha512)\$(?<rounds>[1-9]\d{0,7})\$(?<salt>[^$]{1,128})\$(?<key>[A-Za-z0-9+/]{20,88}={0,2})$/;
/** Salt and key in Base64 without padding and with a dot for the plus: `$pbkdf2-sha256$29000$salt$key`. */
const PASSLIB =
  /^\$pbkdf2(?:-(?<digest>sha256|sha512))?\$(?<rounds>[1-9]\d{0,7})\$(?<salt>[A-Za-z0-9./]{0,171})\$(?<key>[A-Za-z0-9./]{20,88})$/;

interface Pbkdf2Hash {
  readonly digest: string;
  readonly rounds: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** PBKDF2 (RFC 8018) as Django and as passlib write it. */
export class Pbkdf2Reader implements PasswordHasher {
  understands(stored: string): boolean {
    const found = parse(stored);
    if (!found) return false;
    const { rounds, key } = found;
    return rounds <= MAX_ROUNDS && key.length >= MIN_KEY_BYTES && key.length <= MAX_KEY_BYTES;
  }

  async verify(stored: string, password: string): Promise<boolean> {
    const { digest, rounds, salt, key } = parse(stored)!;
    return constantTimeEqual(await derive(password, salt, rounds, key.length, digest), key);
  }
}

function parse(stored: string): Pbkdf2Hash | undefined {
  const django = DJANGO.exec(stored)?.groups;
  if (django) {
    const { digest, rounds, salt, key } = django as Record<string, string>;
    return { digest: digest!, rounds: Number(rounds), salt: Buffer.from(salt!), key: Buffer.from(key!, 'base64') };
  }
  const passlib = PASSLIB.exec(stored)?.groups;
  if (!passlib) return undefined;
  const { digest = 'sha1', rounds, salt, key } = passlib as Record<string, string>;
  return { digest, rounds: Number(rounds), salt: fromAdaptedBase64(salt!), key: fromAdaptedBase64(key!) };
}

function fromAdaptedBase64(text: string): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64');
}
