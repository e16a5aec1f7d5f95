import { InvalidInput } from '../errors/index.js';
import { decodeCursor, encodeCursor } from './cursor.js';

const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('A cursor', () => {
  it.each(['', 'ada', '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21', 'ä"\\\n💥', "' OR 1=1 --"])('brings back %j', (last) => {
    expect(decodeCursor('name', encodeCursor('name', last))).toBe(last);
  });

  it('fits into an address as it stands', () => {
    expect(encodeCursor('name', 'ÿ?>~💥')).toMatch(/^[\w-]+$/);
  });

  it('belongs to the sort it was made for', () => {
    expect(() => decodeCursor('-name', encodeCursor('name', 'ada'))).toThrow(InvalidInput);
  });

  it.each([
    '',
    'x',
    'ada',
    forged(null),
    forged('name'),
    forged({}),
    forged([]),
    forged(['name']),
    forged(['name', 1]),
    forged(['name', null]),
    forged(['name', ['ada']]),
    forged(['name', 'ada', 'x']),
    forged([['name'], 'ada']),
  ])('that was made by nobody is refused: %s', (cursor) => {
    expect(() => decodeCursor('name', cursor)).toThrow(InvalidInput);
  });
});
