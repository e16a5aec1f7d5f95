import { Config } from '#config/index.js';
import { anyText, fc, propertiesOf, takesLong, textOf } from '#test/support/properties.js';
import { Argon2Hasher } from './argon2.hasher.js';
import { isAffordable, parseArgon2 } from './argon2-phc.js';
import { olderFormats } from './older/index.js';
import { quicker } from './quicker-engine.js';
import { reference } from './reference-engine.js';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64 = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...BASE64.split('')), { minLength, maxLength }).map((letters) => letters.join(''));
/** Most strings of that kind encode no bytes: these do. */
const encoded = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, ''));
const small = fc.integer({ min: 1, max: 12 });

/** Of every format that is read, with parameters at and beyond the ends of what they may be. */
const cheapHashes = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('i', 'd', 'id'),
      fc.constantFrom('', '$v=16', '$v=19'),
      small,
      small,
      fc.oneof(base64(9, 30), encoded(8, 22)),
      fc.oneof(base64(14, 90), encoded(12, 64)),
    )
    .map(([kind, version, m, p, salt, tag]) => `$argon2${kind}${version}$m=${m * 8},t=1,p=${p}$${salt}$${tag}`),
  fc
    .tuple(
      fc.integer({ min: 1, max: 18 }),
      fc.constantFrom(1, 2, 8, 5_000, 9_999),
      small,
      base64(0, 30),
      base64(20, 88),
    )
    .filter(([log, r, p]) => 2 ** log * r * p < 2 ** 15)
    .map(([log, r, p, salt, key]) => `$scrypt$ln=${log},r=${r},p=${p}$${salt}$${key}`),
  fc
    .tuple(fc.constantFrom('_sha1', '_sha256', '_sha512'), small, textOf('abc.-é', 10), base64(18, 92))
    .map(([digest, rounds, salt, key]) => `pbkdf2${digest}$${rounds}$${salt}$${key}`),
  fc
    .tuple(fc.constantFrom('', '-sha256', '-sha512'), small, textOf('abcABC./', 12), base64(18, 92))
    .map(([digest, rounds, salt, key]) => `$pbkdf2${digest}$${rounds}$${salt}$${key}`),
  textOf('./ABCabc019', 55).map((rest) => `$2b$04$${rest.padEnd(53, '.').slice(0, 53)}`),
);

describe(propertiesOf('stored hashes'), () => {
  it('that are understood can be checked: no library throws for one of them', async () => {
    const current = [reference, quicker].map((engine) => new Argon2Hasher(Config.from({}), engine));
    const readers = [...current, ...olderFormats];
    await fc.assert(
      fc.asyncProperty(cheapHashes, anyText(12), async (stored, password) => {
        for (const reader of readers.filter((each) => each.understands(stored))) {
          expect(await reader.verify(stored, password), stored).toBe(false);
        }
      }),
      { numRuns: 120 },
    );
  });

  it('of anybody are judged soon, and nothing unaffordable is understood', () => {
    const numbers = fc.oneof(fc.nat(99), fc.nat(9_999_999));
    const costly = fc
      .tuple(numbers, numbers, numbers)
      .map(([m, t, p]) => `$argon2id$v=19$m=${m},t=${t},p=${p}$c2FsdHNhbHQ$${'A'.repeat(43)}`);
    const long = fc.constantFrom('$', 'A', '$argon2id$', '1', '.').map((part) => part.repeat(20_000));
    fc.assert(
      fc.property(fc.oneof(costly, long, anyText(100), textOf('$argon2id=,mtp1A', 80)), (stored) => {
        const judge = () => olderFormats.some((each) => each.understands(stored));
        expect(takesLong(judge)).toBe(false);
        const parameters = parseArgon2(stored);
        if (parameters === undefined || !isAffordable(parameters)) return;
        const { memory, passes, lanes } = parameters;
        expect(memory * passes <= 4 * 1024 ** 2 && lanes <= 16 && memory >= 8 * lanes).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
