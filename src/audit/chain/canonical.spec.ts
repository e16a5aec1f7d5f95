import { canonical, storable } from './canonical.js';

describe('canonical', () => {
  it.each([
    [null, 'null'],
    [1e21, '1e+21'],
    [-0, '0'],
    ['é"\n', '"é\\"\\n"'],
    [[2, 'a', [], {}], '[2,"a",[],{}]'],
    [{ b: 1, a: { d: [{ z: 1, y: 2 }], c: null } }, '{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}'],
    // RFC 8785 §3.2.3: sorted by UTF-16 code units.
    [
      { '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, ö: 5, '\ufb33': 6 },
      '{"\\r":2,"1":3,"ö":5,"€":1,"😀":4,"\ufb33":6}',
    ],
  ])('writes %j', (value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it('does not depend on the order in which members were set', () => {
    expect(canonical({ a: 1, b: 2 })).toBe(canonical({ b: 2, a: 1 }));
  });
});

describe('storable', () => {
  it('leaves only what a jsonb column gives back', () => {
    const at = new Date(0);
    expect(storable({ at, gone: undefined, list: [undefined], text: 'a\0\ud800' })).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      list: [null],
      text: 'a\ufffd\ufffd',
    });
  });
});
