import { Horizon } from './horizon.js';

describe('Horizon', () => {
  it('takes no cursor for old before it knows what old is', () => {
    const horizon = new Horizon();
    horizon.saw('100:100:', 0);
    horizon.saw('200:200:', 59_999);
    expect(horizon.isBeyond('1:1:')).toBe(false);
  });

  it('takes those for old that were made before all that was not over a minute ago', () => {
    const horizon = new Horizon();
    horizon.saw('100:140:100', 0);
    horizon.saw('200:200:', 60_000);
    expect(['1:99:', '99:100:', '90:140:', '200:200:'].map((each) => horizon.isBeyond(each))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    horizon.saw('300:300:', 120_000);
    expect([horizon.isBeyond('199:199:'), horizon.isBeyond('200:200:')]).toEqual([true, false]);
  });

  it('comes back to the numbers of a database that was restored', () => {
    const horizon = new Horizon();
    horizon.saw('900:900:', 0);
    for (const [i, at] of [60_000, 120_000].entries()) horizon.saw(`${10 + i}:${10 + i}:`, at);
    expect(horizon.isBeyond('11:11:')).toBe(false);
  });
});
