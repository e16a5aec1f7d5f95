import { anyText, fc, propertiesOf, takesLong } from '#test/support/properties.js';
import { readBasic } from './basic-credentials.js';

const formEncoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
const headerOf = (id: string, secret: string) =>
  `Basic ${Buffer.from(`${formEncoded(id)}:${formEncoded(secret)}`).toString('base64')}`;

describe(propertiesOf('HTTP Basic'), () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 40 });

  it('says id and secret, whatever signs are in them (RFC 6749 §2.3.1)', () => {
    fc.assert(
      fc.property(texts, texts, (id, secret) => {
        expect(readBasic(headerOf(id, secret))).toEqual({ id, secret });
      }),
    );
  });

  it('of any spelling is read soon and without an error', () => {
    const encoded = anyText(60).map((text) => `Basic ${Buffer.from(text).toString('base64')}`);
    const long = fc.constantFrom(
      'Basic ',
      'Basic  '.repeat(8_000),
      `Basic ${'%'.repeat(16_000)}`,
      `Basic ${'A'.repeat(16_000)}!`,
    );
    fc.assert(
      fc.property(fc.oneof(anyText(60), encoded, long), (header) => {
        const read = () => {
          const found = readBasic(header);
          expect(found === undefined || typeof found.id + typeof found.secret === 'stringstring').toBe(true);
        };
        expect(takesLong(read)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
