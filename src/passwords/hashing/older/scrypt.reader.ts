import { type BinaryLike, scrypt, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import { constantTimeEqual } from '#common/crypto/secrets.js';
import type { PasswordHasher } from '../password-hasher.js';

const derive: (password: string, salt: BinaryLike, bytes: number, options: ScryptOptions) => Promise<Buffer> =
  promisify(scrypt);

/** As for argon2: 1 GiB, four times over. */
const MAX_MEMORY = 1024 ** 3;
const MAX_WORK = 4 * MAX_MEMORY;
/** Besides the large table: blocks to work in, and what OpenSSL adds. */
const SPARE_BLOCKS = 8;
const SPARE_MEMORY = 1024 ** 2;

/** `$scrypt$ln=16,r=8,p=1$salt$key`, N by its logarithm, unpadded Base64: passlib, and the PHC string format. */
const PHC =
  /^\$scrypt\$ln=(?<log>[1-9]\d?),r=(?<r>[1-9]\d{0,3}),p=(?<p>[1-9]\d{0,3})\$(?<salt>[A-Za-z0-9+/]{0,171})\$(?<key>[A-Za-z0-9+/]{22,86})$/;
/** `scrypt$16384$salt$8$5$key`, the salt being the text itself. */
const DJANGO =
  /^scrypt\$(?<n>[1-9]\d{0,9})\$(?<salt>[^$]{1,128})\$(?<r>[1-9]\d{0,3})\$(?<p>[1-9]\d{0,3})\$(?<key>[A-Za-z0-9+/]{22,86}={0,2})$/;

interface ScryptHash {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** scrypt (RFC 7914) as passlib and as Django write it. */
export class ScryptReader implements PasswordHasher {
  understands(stored: string): boolean {
    const found = parse(stored);
    if (!found) return false;
    const { N, r, p } = found;
    // RFC 7914 §2: a power of two below 2^(128 * r / 8). Beyond that the library throws.
    const [log, mostLog] = [Math.log2(N), 16 * r];
    if (N < 2 || !Number.isInteger(log) || log >= mostLog) return false;
    return 128 * r * (N + p) <= MAX_MEMORY && 128 * r * N * p <= MAX_WORK;
  }

  async verify(stored: string, password: string): Promise<boolean> {
    const { N, r, p, salt, key } = parse(stored)!;
    const maxmem = 128 * r * (N + p + SPARE_BLOCKS) + SPARE_MEMORY;
    return constantTimeEqual(await derive(password, salt, key.length, { N, r, p, maxmem }), key);
  }
}

function parse(stored: string): ScryptHash | undefined {
  const phc = PHC.exec(stored)?.groups;
  const found = phc ?? DJANGO.exec(stored)?.groups;
  return (
    found && {
      N: phc ? 2 ** Number(phc['log']) : Number(found['n']),
      r: Number(found['r']),
      p: Number(found['p']),
      salt: Buffer.from(found['salt']!, phc ? 'base64' : 'utf8'),
      key: Buffer.from(found['key']!, 'base64'),
    }
  );
}
