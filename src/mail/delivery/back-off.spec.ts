import { backOffSeconds } from './back-off.js';

const without = () => 0.5;

describe('backOffSeconds', () => {
  it('doubles, up to half a day', () => {
    expect([1, 2, 3].map((attempts) => backOffSeconds(attempts, without))).toEqual([40, 80, 160]);
    expect(backOffSeconds(50, without)).toBe(12 * 60 * 60);
  });

  it('scatters by a fifth in both directions', () => {
    expect(backOffSeconds(1, () => 0)).toBe(32);
    expect(backOffSeconds(1, () => 1)).toBe(48);
  });

  it('makes of twelve attempts about a day', () => {
    const waits = Array.from({ length: 11 }, (_, index) => backOffSeconds(index + 1, without));
    const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3600;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThan(26);
  });
});
