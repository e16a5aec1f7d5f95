import { describe, expect, it } from 'vitest';
import { isRepetition, isSequence, shortestPeriod } from './patterns.js';

describe('shortestPeriod', () => {
  it.each([
    ['aaaa', 1],
    ['abcabcab', 3],
    ['aabaab', 3],
    ['abcd', 4],
    ['', 0],
  ])('of %s is %d', (text, period) => expect(shortestPeriod(text)).toBe(period));
});

describe('isRepetition', () => {
  it('passes over a repetition of what could stand alone', () => {
    expect(isRepetition('zebraflutes!zebraflutes!', 12)).toBe(false);
    expect(isRepetition('zebraflutes!zebraflutes!', 13)).toBe(true);
  });

  it('finds few characters in any order', () => {
    expect(isRepetition('abbabaabbaab', 12)).toBe(true);
    expect(isRepetition('8392', 4)).toBe(false);
  });
});

describe('isSequence', () => {
  it.each(['wonderfulpoppies', '839201745583', 'sweetpoppyassassin', '12', ''])('is not %s', (text) => {
    expect(isSequence(text)).toBe(false);
  });
});
