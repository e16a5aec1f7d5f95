import { DerivedKeys } from './derived-keys.js';
import { deriveKey } from './secrets.js';

describe('DerivedKeys', () => {
  const [newest, former, foreign] = ['new', 'old', 'other'].map((secret) => deriveKey(secret, 'tests'));
  const data = Buffer.from('what is said');
  let inForce = 0;
  const both = new DerivedKeys([newest!, former!], () => inForce);
  const alone = (key = newest!) => new DerivedKeys([key], () => 0);

  beforeEach(() => {
    inForce = 0;
  });

  it.each([
    [0, newest],
    [1, former],
  ])('makes with the key in force (%i) and accepts both', (at, key) => {
    inForce = at;
    expect(both.mac(data)).toEqual(alone(key).mac(data));
    expect(both.macs(data)[0]).toEqual(both.mac(data));
    expect(alone(key).unseal(both.seal(data, 'c'), 'c')).toEqual(data);
    for (const maker of [newest, former]) {
      expect(both.isMac(data, alone(maker).mac(data))).toBe(true);
      expect(both.unseal(alone(maker).seal(data, 'c'), 'c')).toEqual(data);
      expect(both.macs(data)).toContainEqual(alone(maker).mac(data));
    }
  });

  it('accepts nothing of a third, and nothing in another context', () => {
    expect(both.isMac(data, alone(foreign).mac(data))).toBe(false);
    expect(both.isMac(Buffer.from('other'), both.mac(data))).toBe(false);
    expect(both.isMac(data, Buffer.alloc(0))).toBe(false);
    expect(() => both.unseal(alone(foreign).seal(data, 'c'), 'c')).toThrow();
    expect(() => both.unseal(both.seal(data, 'c'), 'd')).toThrow();
  });

  it('seals anew with the newest, whichever is in force, and once', () => {
    inForce = 1;
    const sealed = both.seal(data, 'c');
    expect(both.openerOf(sealed, 'c')).toBe(1);
    const again = both.resealed(sealed, 'c')!;
    expect(both.openerOf(again, 'c')).toBe(0);
    expect(alone(newest).unseal(again, 'c')).toEqual(data);
    expect(both.resealed(again, 'c')).toBeUndefined();
  });
});
