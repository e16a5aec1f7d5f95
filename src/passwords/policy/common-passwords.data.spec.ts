import { describe, expect, it } from 'vitest';
import { COMMON_PASSWORDS } from './common-passwords.data.js';

const atLeast = (length: number) => COMMON_PASSWORDS.split(' ').filter((entry) => entry.length >= length).length;

describe('the list of common passwords', () => {
  it('has more than 3000 entries of the least length that can be configured (ASVS 6.2.4)', () => {
    expect(atLeast(8)).toBeGreaterThan(3000);
  });

  it('holds folded entries of printable characters', () => expect(COMMON_PASSWORDS).toMatch(/^[ !-@[-~]+$/));
});
