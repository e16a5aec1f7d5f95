import { addressRanges } from '#common/http/address-ranges.js';
import { anyText, fc, propertiesOf, textOf } from '#test/support/properties.js';
import { appUrl, baseUrl, cidrs, databaseUrl, flag, integer, list, origins, pairs, redisUrl } from './fields.js';

const urlLike = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  textOf('https://auth.example.org:8080/@?#%[]\\ ', 40),
  fc
    .tuple(fc.constantFrom('https:', 'http:/', 'HTTPS://', ' https://', 'https:\\\\'), fc.domain())
    .map((p) => p.join('')),
  fc.tuple(fc.webUrl(), fc.constantFrom(' ', '\n', '\t', '/', '//', '\0', '\\')).map((parts) => parts.join('')),
);
const texts = fc.oneof(anyText(40), urlLike, textOf('0123456789.:/,abcdef ', 40), textOf('a=b,%41 ', 30));

/** Never throws, says what is wrong, and does not say the value back. */
function read<T>(field: { safeParse(value: string): { success: boolean; data?: T; error?: Error } }, text: string) {
  const { success, data, error } = field.safeParse(text);
  expect(success || error !== undefined).toBe(true);
  return data;
}

describe(propertiesOf('fields of the configuration'), () => {
  it('are a value or a problem, whatever text they hold', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const field of [databaseUrl, flag, list, pairs, redisUrl]) read<unknown>(field, text);
      }),
      { numRuns: 300 },
    );
  });

  it('integers lie between their ends', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.integer().map(String)), fc.integer(), fc.nat(1_000), (text, min, width) => {
        const value = read(integer(min, min + width), text);
        if (value !== undefined) expect(Number.isSafeInteger(value) && value >= min && value <= min + width).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('ranges that are taken can be used, each of them', () => {
    const range = fc.oneof(
      fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(130)).map((parts) => parts.join('/')),
      fc.ipV6().map((address) => `${address}%eth0`),
      fc.tuple(fc.ipV6(), fc.nat(130)).map(([address, bits]) => `${address}%1/${bits}`),
      textOf('0123456789.:/', 20),
    );
    fc.assert(
      fc.property(fc.array(range, { maxLength: 4 }), (ranges) => {
        const value = read(cidrs, ranges.join(','));
        if (value !== undefined) expect(addressRanges(value)('192.0.2.1')).toBeTypeOf('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('the public address is spelt as it is meant: no blank, no line end, two slashes', () => {
    fc.assert(
      fc.property(fc.oneof(urlLike, fc.webUrl()), (text) => {
        const value = read(baseUrl, text);
        const address = read(appUrl, text);
        if (address !== undefined) expect(address).not.toMatch(/[\s\\\p{Cc}]/u);
        if (value === undefined) return;
        expect(value).toMatch(/^https?:\/\/[^\s/\\]+(\/[^\s\\]*)?$/i);
        expect(read(baseUrl, value)).toBe(value);
      }),
      { numRuns: 500 },
    );
  });

  it('origins are spelt as browsers send them', () => {
    fc.assert(
      fc.property(fc.array(urlLike, { maxLength: 3 }), (items) => {
        for (const origin of read(origins, items.join(',')) ?? []) expect(new URL(origin).origin).toBe(origin);
      }),
      { numRuns: 300 },
    );
  });
});
