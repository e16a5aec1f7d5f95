import { anyText, fc, propertiesOf, takesLong, textOf } from '#test/support/properties.js';
import { assertMailable, presentableName, UnmailableAddress } from './address.js';

const texts = fc.oneof(
  fc.emailAddress(),
  anyText(300),
  textOf('ada@example.org\r\n<>,;:"()[]\\ \u2028\0', 40),
  fc.tuple(fc.emailAddress(), anyText(10)).map(([address, more]) => address + more),
  fc.constantFrom('@', 'a', 'a@', '.', 'a.').map((part) => part.repeat(20_000)),
);

describe(propertiesOf('addresses of letters'), () => {
  it('are one address without a sign that a mail server could take for more, or are refused as unmailable', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const isMailable = () => {
          try {
            assertMailable(text);
            return true;
          } catch (error) {
            expect(error).toBeInstanceOf(UnmailableAddress);
            return false;
          }
        };
        expect(takesLong(isMailable)).toBe(false);
        if (!isMailable()) return;
        expect(text).not.toMatch(/[\s\p{C},;:<>()\\"]/u);
        expect(text.split('@')).toHaveLength(2);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(254);
      }),
      { numRuns: 400 },
    );
  });

  it('have names that are shown as they are or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(80), textOf("Ada Löve.-'() \r\n", 70)), (text) => {
        const name = presentableName(text);
        if (name === undefined) return;
        expect(name).toBe(text.trim());
        expect(name).not.toMatch(/[\p{C}<>"@:/\\]|\.\S/u);
        expect(presentableName(name)).toBe(name);
      }),
      { numRuns: 400 },
    );
  });
});
