import { BackOff } from './back-off.js';

const LONG = 10_000;

describe('BackOff', () => {
  it('lets the place of a worker that served for long be taken at once, each time', () => {
    const backOff = new BackOff();
    expect([LONG, LONG, 2 * LONG].map((lived) => backOff.pauseMs(lived))).toEqual([0, 0, 0]);
  });

  it('waits longer and longer where one after the other fails, but never longer than five seconds', () => {
    const backOff = new BackOff();
    const pauses = Array.from({ length: 10 }, () => backOff.pauseMs(LONG - 1));
    expect(pauses).toEqual([0, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  });

  it('forgets that when one has served for long', () => {
    const backOff = new BackOff();
    for (let failure = 0; failure < 5; failure += 1) backOff.pauseMs(300);
    expect([LONG, 300, 300].map((lived) => backOff.pauseMs(lived))).toEqual([0, 100, 200]);
  });

  it('stays with the longest pause for as long as it takes', () => {
    const backOff = new BackOff();
    for (let failure = 0; failure < 5_000; failure += 1) backOff.pauseMs(300);
    expect(backOff.pauseMs(300)).toBe(5000);
  });
});
