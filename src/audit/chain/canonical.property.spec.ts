import { anyText, fc, propertiesOf } from '#test/support/properties.js';
import { canonical, cleaned, storable } from './canonical.js';

const keys = fc.string({ unit: 'grapheme', maxLength: 8 });
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    anyText(12),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 5, noNullPrototype: true }),
})).value;

/** The same members, put in the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe(propertiesOf('the canonical form of an event'), () => {
  it('is JSON of the same value, and the same for every order of its members', () => {
    fc.assert(
      fc.property(values, (value) => {
        const stored = storable(value);
        const text = canonical(stored);
        expect(JSON.parse(text)).toEqual(stored);
        expect(canonical(JSON.parse(text))).toBe(text);
        expect(canonical(reversed(stored))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('differs for values that differ', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [first, second] = [storable(a), storable(b)];
        const alike = canonical(first) === canonical(second);
        expect(alike ? first : null).toEqual(alike ? second : null);
      }),
    );
  });

  it('holds text that PostgreSQL can, changed no more than that takes', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const clean = cleaned(text);
        expect(clean.isWellFormed() && !clean.includes('\0')).toBe(true);
        expect(cleaned(clean)).toBe(clean);
        expect(clean).toHaveLength(text.length);
      }),
    );
  });
});
