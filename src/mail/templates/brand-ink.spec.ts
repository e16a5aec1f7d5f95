import { inkOn } from './brand-ink.js';

describe('inkOn', () => {
  it.each([
    ['#3451b2', '#ffffff'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#111111'],
    ['#ffcc00', '#111111'],
  ])('%s is written on in %s', (color, ink) => expect(inkOn(color)).toBe(ink));
});
