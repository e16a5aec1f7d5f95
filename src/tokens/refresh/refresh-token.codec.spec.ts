import { randomBytes, randomInt } from 'node:crypto';
import { uuidv7 } from '#common/crypto/uuid.js';
import { sessionPartOf } from '#common/refresh-token-layout.js';
import { SecretKey } from '#database/index.js';
import { RefreshTokenCodec } from './refresh-token.codec.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('RefreshTokenCodec', () => {
  const codec = new RefreshTokenCodec(new SecretKey('a secret that is long enough for a test'));
  const content = { sessionId: uuidv7(), counter: 7 };
  const token = codec.encode(content);

  it.each([0, 1, 255, 65_536, 2 ** 31 - 1, 2 ** 32 - 1])('reads what it wrote, with the counter %i', (counter) => {
    const sessionId = uuidv7();
    expect(codec.decode(codec.encode({ sessionId, counter }))).toEqual({ sessionId, counter });
  });

  it('says the same again for the same content, so that a successor need not be stored', () => {
    expect(codec.encode(content)).toBe(token);
    expect(codec.encode({ ...content, counter: 8 })).not.toBe(token);
  });

  it('begins alike for all counters of a session, and otherwise for another session', () => {
    const partOf = (sessionId: string, counter: number) => sessionPartOf(codec.encode({ sessionId, counter }));
    const { sessionId } = content;
    const parts = [0, 1, 2 ** 31, 2 ** 32 - 1].map((counter) => partOf(sessionId, counter));
    expect(new Set(parts)).toEqual(new Set([parts[0]]));
    expect(partOf(uuidv7(), 0)).not.toBe(parts[0]);
  });

  it('writes a prefix by which secret scanners know it, and no sign that needs escaping', () => {
    expect(token).toMatch(/^ghr_[\w-]{70}$/);
  });

  it('refuses the tokens of another secret', () => {
    const other = new RefreshTokenCodec(new SecretKey('another secret that is long enough for it'));
    expect(other.decode(token)).toBeUndefined();
  });

  it('refuses 10 000 random mutations', () => {
    for (let round = 0; round < 10_000; round++) {
      const mutant = mutated(token);
      if (mutant !== token) expect(codec.decode(mutant), mutant).toBeUndefined();
    }
  });

  it('refuses every other letter in every place, and so every other spelling of the same bytes', () => {
    for (let at = 0; at < token.length; at++) {
      for (const letter of ALPHABET) {
        if (letter === token[at]) continue;
        expect(codec.decode(token.slice(0, at) + letter + token.slice(at + 1))).toBeUndefined();
      }
    }
  });

  it('refuses every beginning and every end of a token', () => {
    for (let length = 0; length < token.length; length++) {
      expect(codec.decode(token.slice(0, length))).toBeUndefined();
      expect(codec.decode(token.slice(length + 1))).toBeUndefined();
    }
  });

  it.each([
    ['nothing', () => ''],
    ['the prefix', () => 'ghr_'],
    ['another prefix', (t: string) => t.replace('ghr_', 'ghs_')],
    ['the prefix in capitals', (t: string) => t.replace('ghr_', 'GHR_')],
    ['a blank before', (t: string) => ` ${t}`],
    ['a newline behind', (t: string) => `${t}\n`],
    ['padding', (t: string) => `${t}==`],
    ['plain base64', (t: string) => `ghr_${Buffer.from(t.slice(4), 'base64url').toString('base64')}`],
    ['a NUL within', (t: string) => `${t.slice(0, 20)}\0${t.slice(20)}`],
    ['twice the same', (t: string) => t + t],
    ['zeros', () => `ghr_${Buffer.alloc(52).toString('base64url')}`],
  ])('refuses %s', (_name, spelled) => {
    expect(codec.decode(spelled(token))).toBeUndefined();
  });
});

function mutated(token: string): string {
  const bytes = Buffer.from(token.slice(4), 'base64url');
  switch (randomInt(5)) {
    case 0: // one bit
      bytes[randomInt(bytes.length)]! ^= 1 << randomInt(8);
      return `ghr_${bytes.toString('base64url')}`;
    case 1: // another counter or session under the same MAC
      randomBytes(4).copy(bytes, randomInt(17));
      return `ghr_${bytes.toString('base64url')}`;
    case 2: // two letters exchanged
      return exchanged(token, randomInt(token.length), randomInt(token.length));
    case 3: // a letter more
      return token.slice(0, randomInt(token.length)) + ALPHABET[randomInt(64)] + token.slice(randomInt(token.length));
    default: // nothing but noise
      return `ghr_${randomBytes(52).toString('base64url')}`;
  }
}

function exchanged(text: string, a: number, b: number): string {
  const letters = text.split('');
  [letters[a], letters[b]] = [letters[b]!, letters[a]!];
  return letters.join('');
}
