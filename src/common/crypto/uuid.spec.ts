import { uuidFromBytes, uuidToBytes, uuidv7 } from './uuid.js';

describe('uuidv7', () => {
  it('has the version and the variant of RFC 9562 §5.7', () => {
    for (let i = 0; i < 1_000; i++) {
      expect(uuidv7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('begins with the time, so that ids sort by it', () => {
    expect(uuidv7(0x0123456789ab).startsWith('01234567-89ab-7')).toBe(true);
    const moments = [0, 1, 1_000, Date.UTC(2026, 0), Date.UTC(2500, 0), 2 ** 48 - 1];
    const ids = moments.map((moment) => uuidv7(moment));
    expect(ids.toSorted()).toEqual(ids);
  });

  it('is never the same twice in a moment', () => {
    expect(new Set(Array.from({ length: 10_000 }, () => uuidv7(1))).size).toBe(10_000);
  });
});

describe('The bytes of a UUID', () => {
  it('come back as the same UUID', () => {
    const uuid = uuidv7();
    expect(uuidToBytes(uuid)).toHaveLength(16);
    expect(uuidFromBytes(uuidToBytes(uuid))).toBe(uuid);
  });
});
