import { RefusalFloor } from './refusal-floor.js';

const HOUR = 60 * 60 * 1000;

describe('RefusalFloor', () => {
  let now = 0;
  const floor = () => new RefusalFloor(() => now);

  it('asks nobody to wait where all hashes are of today', () => {
    const one = floor();
    one.note(400, 'current');
    expect(one.rest(1)).toBe(0);
  });

  it('lifts every refusal to the slowest check, once an older hash was met', () => {
    const one = floor();
    one.note(180, 'older');
    one.note(20, 'current');
    one.note(150, 'older');
    expect(one.rest(20)).toBe(160);
    expect(one.rest(200)).toBe(0);
  });

  it('counts a check of today that takes longer, so that a cheap older hash does not stand out', () => {
    const one = floor();
    one.note(1, 'older');
    one.note(25, 'current');
    expect(one.rest(1)).toBe(24);
  });

  it('forgets an hour after the last older hash', () => {
    const one = floor();
    one.note(180, 'older');
    now += HOUR;
    expect(one.rest(20)).toBe(0);
    one.note(30, 'older');
    expect(one.rest(20)).toBe(10);
  });

  it('never asks for more than three seconds', () => {
    const one = floor();
    one.note(60_000, 'older');
    expect(one.rest(0)).toBe(3000);
  });
});
