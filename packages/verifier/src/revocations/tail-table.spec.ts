import { tailOf } from './tail.js';
import { TailTable } from './tail-table.js';

const NOW = 1000;
const random = () => Math.floor(Math.random() * 2 ** 32);

describe('TailTable', () => {
  it('knows what it was told until it expires', () => {
    const table = new TailTable(true);
    table.add(1, 2, NOW + 10, 7, NOW);
    expect(table.find({ high: 1, low: 2 }, NOW + 9.9)).toBe(7);
    expect(table.find({ high: 1, low: 2 }, NOW + 10)).toBe(-1);
    expect(table.find({ high: 2, low: 1 }, NOW)).toBe(-1);
    expect(table.find({ high: 0, low: 0 }, NOW)).toBe(-1);
  });

  it('lets the later end and the larger number hold, in whatever order it hears of them', () => {
    const table = new TailTable(true);
    table.add(1, 2, NOW + 10, 7, NOW);
    table.add(1, 2, NOW + 5, 9, NOW);
    table.add(1, 2, NOW + 3, 8, NOW);
    expect(table.find({ high: 1, low: 2 }, NOW + 9)).toBe(9);
    expect(table.size(NOW)).toBe(1);
  });

  it('does as a Map does, through growth and expiry', () => {
    const table = new TailTable(false);
    const model = new Map<string, number>();
    let now = NOW;
    for (let round = 0; round < 30; round++, now += 20) {
      for (let i = 0; i < 500; i++) {
        // Few values, so that tails meet each other again and stand in each other's way.
        const [high, low, expiry] = [random() % 4, random() % 3000, now + (random() % 100)];
        table.add(high, low, expiry, 0, now);
        const key = `${high}.${low}`;
        if (expiry > now) model.set(key, Math.max(expiry, model.get(key) ?? 0));
      }
      const tails = Array.from({ length: 12_000 }, (_, i) => ({ high: i % 4, low: Math.floor(i / 4) }));
      const wrong = tails.filter(
        (tail) => (table.find(tail, now) !== -1) !== (model.get(`${tail.high}.${tail.low}`) ?? 0) > now,
      );
      expect(wrong).toEqual([]);
    }
    expect(table.bytes).toBeLessThan(2 ** 18);
  });

  it('gives back the room of what has expired', () => {
    const table = new TailTable(false);
    for (let i = 0; i < 100_000; i++) table.add(random(), random(), NOW + 10, 0, NOW);
    const full = table.bytes;
    for (let i = 0; i < 100_000; i++) table.add(random(), random(), NOW + 30, 0, NOW + 20);
    expect(table.bytes).toBeLessThanOrEqual(full);
    expect(table.size(NOW + 20)).toBe(100_000);
  });
});

describe('tailOf', () => {
  it('is the last eight bytes of a UUID, in any case', () => {
    expect(tailOf('01a1f946-9700-7fda-8123-456789abcdef')).toEqual({ high: 0x81234567, low: 0x89abcdef });
    expect(tailOf('01A1F946-9700-7FDA-8123-456789ABCDEF')).toEqual({ high: 0x81234567, low: 0x89abcdef });
  });

  it.each([
    '',
    'reports',
    'x'.repeat(36),
    '01a1f946-9700-7fda-8123-456789abcdeg',
    '01a1f946-9700-7fda-81234-56789abcdef',
  ])('is nothing for %j', (id) => expect(tailOf(id)).toBeUndefined());
});
