import { uuidFromBytes } from '#common/crypto/uuid.js';
import { sessionPartOf } from '#common/refresh-token-layout.js';
import { SecretKey } from '#database/index.js';
import { anyText, fc, propertiesOf, textOf } from '#test/support/properties.js';
import { beginOf, decodeCursor, encodeCursor, endOf } from './feed/cursor.js';
import { RefreshTokenCodec } from './refresh/refresh-token.codec.js';

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const ids = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => uuidFromBytes(Buffer.from(bytes)));
const counters = fc.nat({ max: 2 ** 32 - 1 });

describe(propertiesOf('refresh tokens'), () => {
  const codec = new RefreshTokenCodec(new SecretKey('a secret that is long enough for a test'));

  it('say what was written, under one part for the whole session', () => {
    fc.assert(
      fc.property(ids, counters, counters, (sessionId, counter, other) => {
        const token = codec.encode({ sessionId, counter });
        expect(codec.decode(token)).toEqual({ sessionId, counter });
        expect(sessionPartOf(token)).toBe(sessionPartOf(codec.encode({ sessionId, counter: other })));
      }),
    );
  });

  it('have one spelling: what decodes is what encode would write', () => {
    const damaged = fc
      .tuple(
        ids,
        counters,
        fc.nat(73),
        fc.constantFrom(...BASE64URL.split(''), '=', '+', '/', ' ', '\n', '\0', 'é'),
        fc.boolean(),
      )
      .map(([sessionId, counter, at, letter, inserted]) => {
        const token = codec.encode({ sessionId, counter });
        return token.slice(0, at) + letter + token.slice(inserted ? at : at + 1);
      });
    const texts = fc.oneof(
      damaged,
      anyText(),
      textOf(BASE64URL, 80).map((text) => `ghr_${text}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const content = codec.decode(text);
        expect(content === undefined ? text : codec.encode(content)).toBe(text);
      }),
    );
  });
});

describe(propertiesOf('cursors of the feed'), () => {
  const transactions = fc.bigInt({ min: 1n, max: 10n ** 18n });

  it('say the snapshot again', () => {
    const snapshots = fc.tuple(transactions, fc.array(fc.nat(1_000), { maxLength: 20 })).map(([xmin, steps]) => {
      const running = steps.toSorted((a, b) => a - b).map((step) => xmin + BigInt(step));
      return `${xmin}:${xmin + 1_001n}:${running.join(',')}`;
    });
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(decodeCursor(encodeCursor(snapshot))).toBe(snapshot);
        expect(beginOf(snapshot)).toBeLessThan(endOf(snapshot));
      }),
    );
  });

  it('of anybody else are none, or such as PostgreSQL takes: rising, within its numbers', () => {
    const texts = fc.oneof(anyText(), textOf('0123456789:,', 60), textOf('019:,- ', 30));
    fc.assert(
      fc.property(texts, fc.boolean(), (text, encoded) => {
        const snapshot = decodeCursor(encoded ? encodeCursor(text) : text);
        if (snapshot === undefined) return;
        const [xmin, xmax, running] = snapshot.split(':') as [string, string, string];
        const all = [xmin, ...running.split(',').filter(Boolean), xmax].map(BigInt);
        expect(all.every((id, i) => id > 0n && id < 2n ** 64n && id >= (all[i - 1] ?? 1n))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
