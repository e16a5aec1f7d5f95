import { SecretKey } from '#database/index.js';
import { anyText, fc, propertiesOf, textOf } from '#test/support/properties.js';
import { ProofOfWorkCodec } from './proof-of-work.codec.js';

describe(propertiesOf('tasks of a proof of work'), () => {
  const codec = new ProofOfWorkCodec(new SecretKey('a secret of the tests, long enough to be one'));
  const subjects = anyText(40);
  const difficulties = fc.nat(255);
  const times = fc.nat({ max: 2 ** 40 });

  it('say what was issued to their subject, and nothing to another', () => {
    fc.assert(
      fc.property(subjects, subjects, difficulties, times, (subject, other, difficulty, expiresAt) => {
        const token = codec.issue(subject, difficulty, expiresAt);
        expect(codec.read(token, subject)).toMatchObject({ difficulty, expiresAt });
        // Half a surrogate is written to bytes as U+FFFD is.
        if (other.toWellFormed() !== subject.toWellFormed()) expect(codec.read(token, other)).toBeUndefined();
      }),
    );
  });

  it('of anybody else are none', () => {
    const texts = fc.oneof(
      anyText(100),
      textOf('abcXYZ019-_=', 110).map((text) => `ghc_${text}`),
    );
    fc.assert(
      fc.property(texts, subjects, (text, subject) => {
        expect(codec.read(text, subject)).toBeUndefined();
      }),
    );
  });

  it('keep one id in whatever way somebody spells them', () => {
    fc.assert(
      fc.property(fc.nat(74), fc.constantFrom('=', ' ', '\n', '!', '+', '/'), (at, letter) => {
        const token = codec.issue('ada', 18, 1_893_456_000);
        const spelt = token.slice(0, 4 + at) + letter + token.slice(4 + at);
        expect([codec.read(token, 'ada')!.id, undefined]).toContain(codec.read(spelt, 'ada')?.id);
      }),
    );
  });
});
