import { contrast, inkOn, legibleOn } from './ink.js';

describe('inkOn', () => {
  it.each([
    ['#3451b2', '#ffffff'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#111111'],
    ['#ffcc00', '#111111'],
  ])('%s is written on in %s', (color, ink) => expect(inkOn(color)).toBe(ink));
});

describe('legibleOn', () => {
  it('leaves a colour that can be read as it is', () => expect(legibleOn('#ffffff', '#3451B2')).toBe('#3451b2'));

  it.each(['#3451b2', '#000000', '#ffffff', '#ffcc00', '#808080', '#00ff88'])('makes %s legible', (color) => {
    for (const paper of ['#ffffff', '#f6f7fb', '#1b1e2a', '#12141c', '#808080']) {
      expect(contrast(legibleOn(paper, color), paper)).toBeGreaterThanOrEqual(4.5);
    }
  });
});
