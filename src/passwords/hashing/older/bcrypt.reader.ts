import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';
import type { PasswordHasher } from '../password-hasher.js';

/**
 * `$2b$12$` and 53 characters: 22 of salt, 31 of hash. `$2x$` marks hashes of a broken implementation. Django writes
 * the name of its hasher before. Costs above 15 take more than a second on today's machines.
 */
const FORMAT = /^(?<django>bcrypt\$|bcrypt_sha256\$)?\$2[aby]\$(?<cost>0[4-9]|1[0-5])\$(?<rest>[./A-Za-z0-9]{53})$/;

/** bcrypt reads no further, and no implementation that anybody moves in from does. */
const MAX_BYTES = 72;

/**
 * bcrypt, by node.bcrypt.js, which computes on the thread pool. Only for hashes that were brought along: what stands
 * behind the 72nd byte counts from the first sign-in on, when argon2id takes its place.
 */
export class BcryptReader implements PasswordHasher {
  understands(stored: string): boolean {
    return FORMAT.test(stored);
  }

  async verify(stored: string, password: string): Promise<boolean> {
    // Most implementations take a NUL for the end: with them `sesame\0` and anything behind it would be right.
    if (password.includes('\0')) return false;
    const { django, cost, rest } = FORMAT.exec(stored)!.groups!;
    // 2a, 2b and 2y differ in defects of some implementations, none of which the first 72 bytes can show.
    return bcrypt.compare(bytesOf(password, django), `$2b$${cost}$${rest}`);
  }
}

function bytesOf(password: string, django: string | undefined): Buffer {
  // So that long passwords count as a whole: bcrypt of the SHA-256, written in hexadecimal digits.
  if (django === 'bcrypt_sha256$') return Buffer.from(createHash('sha256').update(password).digest('hex'));
  return Buffer.from(password).subarray(0, MAX_BYTES);
}
