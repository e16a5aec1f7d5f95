import { isTooDeep } from './depth.js';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('isTooDeep', () => {
  it.each([undefined, null, 'text', 1, {}, { a: { b: ['c'] } }])('is content with %j', (value) => {
    expect(isTooDeep(value)).toBe(false);
  });

  it('counts levels of lists and objects alike', () => {
    expect(isTooDeep(nested(16))).toBe(false);
    expect(isTooDeep(nested(17))).toBe(true);
    expect(isTooDeep({ a: [{ b: 1 }] }, 3)).toBe(false);
    expect(isTooDeep({ a: [{ b: 1 }] }, 2)).toBe(true);
  });

  it('finds the deep one among many', () => {
    expect(isTooDeep([...Array<number>(1_000).fill(1), nested(20)])).toBe(true);
  });

  it('never runs out of stack itself', () => {
    expect(isTooDeep(nested(5_000))).toBe(true);
  });
});
