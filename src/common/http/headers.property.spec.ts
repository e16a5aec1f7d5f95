import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { anyText, fc, propertiesOf, takesLong, textOf } from '#test/support/properties.js';
import { addressRanges } from './address-ranges.js';
import { deviceName } from './device-name.js';
import { plainForwardedFor } from './forwarded-for.js';
import { HostCookie } from './host-cookie.js';
import { preferredLocaleOf } from './preferred-locale.js';
import { prefersHtml } from './prefers-html.js';
import { isKnown } from './static-file.js';

const addresses = fc.oneof(fc.ipV4(), fc.ipV6());
/** What proxies, and those who imitate them, write. */
const entries = fc.oneof(
  addresses,
  fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([address, port]) => `${address}:${port}`),
  fc.tuple(fc.ipV6(), fc.nat(65_535)).map(([address, port]) => `[${address}]:${port}`),
  fc.ipV6().map((address) => `${address}%eth0`),
  fc.ipV4().map((address) => `::ffff:${address}`),
  fc.constantFrom('unknown', '_hidden', '', '"[2001:db8::1]"', '1.2.3', '1.2.3.4:', '[::1', '[1.2.3.4]:80', '::%'),
  anyText(20),
);
const forwarded = fc.array(entries, { maxLength: 6 }).map((list) => list.join(', '));

describe(propertiesOf('X-Forwarded-For'), () => {
  it('becomes addresses and nothing else, of which each has one spelling', () => {
    fc.assert(
      fc.property(forwarded, (header) => {
        const plain = plainForwardedFor(header);
        if (plain === undefined) return;
        expect(plain.split(', ').every((address) => isIP(address) > 0 && !address.includes('%'))).toBe(true);
        expect(plainForwardedFor(plain)).toBe(plain);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the client that the last proxy names, whatever stands before', () => {
    fc.assert(
      fc.property(forwarded, fc.ipV4(), (header, client) => {
        expect(plainForwardedFor(`${header}, ${client}`)!.endsWith(client)).toBe(true);
      }),
    );
  });
});

describe(propertiesOf('address ranges'), () => {
  it('know a network by its first bits, and pass over what is no address', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), fc.ipV4(), anyText(20), (network, bits, other, text) => {
        const isIn = addressRanges([`${network}/${bits}`]);
        const prefix = (address: string) =>
          address
            .split('.')
            .map((byte) => Number(byte).toString(2).padStart(8, '0'))
            .join('')
            .slice(0, bits);
        expect(isIn(other)).toBe(prefix(other) === prefix(network));
        expect(isIn(text)).toBe(isIP(text) > 0 && isIn(text));
      }),
    );
  });

  it('take an address of IPv6 with its zone, as a socket says it', () => {
    expect(addressRanges(['fe80::/10'])('fe80::1')).toBe(true);
    fc.assert(fc.property(fc.ipV6(), (address) => void addressRanges(['10.0.0.0/8'])(`${address}%eth0`)));
  });
});

describe(propertiesOf('cookies'), () => {
  const cookie = new HostCookie('gatehouse_refresh', 'Strict');
  const read = (header: string | undefined) =>
    cookie.valuesIn({ protocol: 'http', headers: { cookie: header } } as unknown as FastifyRequest);
  const value = textOf('abcXYZ019-_.', 60);

  it('are found among others, as often as they came, and never under another name', () => {
    const others = fc.array(fc.oneof(anyText(30), textOf('gatehouse_refresh=;" ', 30)), { maxLength: 4 });
    fc.assert(
      fc.property(value, others, (wanted, rest) => {
        const strange = rest.map((each) => each.replaceAll(';', '')).filter((each) => !each.trim().startsWith('gate'));
        const header = [...strange, `gatehouse_refresh=${wanted}`, ...strange].join('; ');
        expect(read(header)).toEqual([wanted]);
        expect(read(header.replaceAll('gatehouse_refresh', 'Gatehouse_refresh'))).toEqual([]);
        expect(read(`${header}; gatehouse_refresh="${wanted}"`)).toEqual([wanted, wanted]);
      }),
    );
  });

  it('of any spelling are read without an error', () => {
    fc.assert(fc.property(fc.option(anyText(200), { nil: undefined }), (header) => Array.isArray(read(header))));
  });
});

describe(propertiesOf('headers that only tell what somebody would like'), () => {
  const long = fc
    .tuple(fc.constantFrom('a', ' ', ',', ';', 'q=', '-', 'W/', '"', 'Mozilla/', 'en-'), fc.constantFrom('', 'x', '\0'))
    .map(([part, end]) => part.repeat(8_000) + end);

  it('are read soon and without an error, whatever they say', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(200), long), (text) => {
        const readAll = () => {
          const name = deviceName(text);
          expect(name === null || name.length <= 60).toBe(true);
          expect(preferredLocaleOf({ headers: { 'accept-language': text } } as FastifyRequest)).toMatch(/^[\w-]*$/);
          expect(prefersHtml(text)).toBeTypeOf('boolean');
          expect(isKnown('"a"', text)).toBeTypeOf('boolean');
          expect(plainForwardedFor(text) ?? '').toBeTypeOf('string');
        };
        expect(takesLong(readAll)).toBe(false);
      }),
    );
  });
});
