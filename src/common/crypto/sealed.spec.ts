import { createSecretKey, randomBytes } from 'node:crypto';
import { seal, unseal } from './sealed.js';

describe('What is sealed', () => {
  const newKey = () => createSecretKey(randomBytes(32));
  const key = newKey();
  const sealed = seal(key, Buffer.from('plain text'), 'context');

  it.each([0, 1, 15, 16, 17, 5_000])('opens again, %i bytes', (size) => {
    const plaintext = randomBytes(size);
    expect(unseal(key, seal(key, plaintext, 'c'), 'c')).toEqual(plaintext);
  });

  it('looks different each time and never like the plain text', () => {
    const again = seal(key, Buffer.from('plain text'), 'context');
    expect(again).not.toEqual(sealed);
    expect(sealed.includes('plain')).toBe(false);
  });

  it('does not open with another key or in another context', () => {
    expect(() => unseal(newKey(), sealed, 'context')).toThrow();
    expect(() => unseal(key, sealed, 'Context')).toThrow();
    expect(() => unseal(key, sealed, '')).toThrow();
  });

  it('does not open with any one bit changed', () => {
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const damaged = Buffer.from(sealed);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => unseal(key, damaged, 'context')).toThrow();
    }
  });

  it('does not open when it is cut short', () => {
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(key, sealed.subarray(0, length), 'context')).toThrow();
    }
  });
});
