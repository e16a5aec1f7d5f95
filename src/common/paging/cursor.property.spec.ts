import { anyText, fc, propertiesOf, textOf } from '#test/support/properties.js';
import { InvalidInput } from '../errors/index.js';
import { decodeCursor, encodeCursor } from './cursor.js';

const sorts = fc.constantFrom('created_at', '-created_at', 'username', 'seq');
/** As a column has it: text that is well formed. */
const values = fc.string({ unit: 'grapheme', maxLength: 80 });

describe(propertiesOf('cursors of lists'), () => {
  it('say the last value again, fit for an address and for their own sort alone', () => {
    fc.assert(
      fc.property(sorts, sorts, values, (sort, other, value) => {
        const cursor = encodeCursor(sort, value);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(sort, cursor)).toBe(value);
        if (other !== sort) expect(() => decodeCursor(other, cursor)).toThrow(InvalidInput);
      }),
    );
  });

  it('of anybody else are refused as such, or are text', () => {
    const json = fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text).toString('base64url'));
    fc.assert(
      fc.property(sorts, fc.oneof(anyText(), json, textOf('WyJpZCIsMV0', 40)), (sort, text) => {
        try {
          expect(decodeCursor(sort, text)).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
        }
      }),
    );
  });
});
