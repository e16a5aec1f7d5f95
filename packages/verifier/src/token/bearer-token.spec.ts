import { InvalidToken, MissingToken } from '../refusals/index.js';
import { bearerToken } from './bearer-token.js';

describe('bearerToken', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c ', 'Bearer a.b.c=='])('reads %j', (header) => {
    expect(bearerToken(header)).toMatch(/^a\.b\.c(==)?$/);
  });

  it.each([undefined, null, '', 'Basic abc', 'Bearera.b.c', 'Token x'])('finds none in %j', (header) => {
    expect(() => bearerToken(header)).toThrow(MissingToken);
  });

  it.each(['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a,b', 'Bearer é', 'Bearer a\n'])('refuses %j', (header) => {
    expect(() => bearerToken(header)).toThrow(InvalidToken);
  });
});
