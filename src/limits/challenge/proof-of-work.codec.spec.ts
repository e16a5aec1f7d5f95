import { SecretKey } from '#database/index.js';
import { ProofOfWorkCodec } from './proof-of-work.codec.js';

const codec = new ProofOfWorkCodec(new SecretKey('a secret of the tests, long enough to be one'));

describe('the token of a proof of work', () => {
  const token = codec.issue('ada', 18, 1_893_456_000);
  const bytes = Buffer.from(token.slice(4), 'base64url');

  it('tells what was issued', () => {
    expect(codec.read(token, 'ada')).toMatchObject({ difficulty: 18, expiresAt: 1_893_456_000 });
  });

  it('is another one each time', () => {
    const again = codec.issue('ada', 18, 1_893_456_000);
    expect(codec.read(again, 'ada')!.id).not.toBe(codec.read(token, 'ada')!.id);
  });

  it('names nobody', () => {
    expect(bytes.includes('ada')).toBe(false);
    expect(token).toHaveLength(codec.issue('somebody-with-a-longer-name', 18, 1_893_456_000).length);
  });

  it('is nothing for somebody else, or under another key', () => {
    for (const other of ['', 'ad', 'adam', 'Ada']) expect(codec.read(token, other)).toBeUndefined();
    const elsewhere = new ProofOfWorkCodec(new SecretKey('another secret of the tests, long enough too'));
    expect(elsewhere.read(token, 'ada')).toBeUndefined();
  });

  it('is nothing with any one bit changed', () => {
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(codec.read(`ghc_${damaged.toString('base64url')}`, 'ada')).toBeUndefined();
    }
  });

  it('is nothing when it is cut short, longer, or of another kind', () => {
    for (let length = 0; length < token.length; length += 1) {
      expect(codec.read(token.slice(0, length), 'ada')).toBeUndefined();
    }
    for (const other of [`${token}AA`, token.slice(4), token.replace('ghc_', 'ghd_'), `${token}${token}`]) {
      expect(codec.read(other, 'ada')).toBeUndefined();
    }
  });

  it('has one id, however it is spelt', () => {
    expect(codec.read(`${token}=`, 'ada')).toEqual(codec.read(token, 'ada'));
  });
});
