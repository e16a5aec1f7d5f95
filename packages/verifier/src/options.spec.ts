import { settingsOf, type VerifierOptions } from './options.js';

const GOOD = { issuer: 'https://auth.example.org', audience: 'orders' };

describe('settingsOf', () => {
  it('needs an issuer and an audience, and finds the rest by itself', () => {
    expect(settingsOf(GOOD)).toMatchObject({
      audiences: ['orders'],
      follows: true,
      whenStale: 'refuse',
      jwksUri: 'https://auth.example.org/.well-known/jwks.json',
      revocationsUri: 'https://auth.example.org/api/v1/auth/revocations',
    });
  });

  it.each<[Partial<Record<keyof VerifierOptions, unknown>>, RegExp]>([
    [{ issuer: undefined }, /issuer/],
    [{ issuer: 'auth.example.org' }, /issuer/],
    [{ issuer: 'file:///etc' }, /issuer/],
    [{ audience: undefined }, /audience/],
    [{ audience: '' }, /audience/],
    [{ audience: [] }, /audience/],
    [{ jwksUri: '/jwks' }, /jwksUri/],
    [{ revocationsUri: 'x' }, /revocationsUri/],
    [{ revocations: 'maybe' }, /revocations/],
    [{ whenStale: 'open' }, /whenStale/],
    [{ clockTolerance: -1 }, /clockTolerance/],
    [{ clockTolerance: 3600 }, /clockTolerance/],
    [{ maxStaleness: 1 }, /maxStaleness/],
    [{ maxStaleness: '15' }, /maxStaleness/],
    [{ cacheSize: 1.5 }, /cacheSize/],
  ])('refuses %o at the start', (wrong, message) => {
    expect(() => settingsOf({ ...GOOD, ...wrong } as VerifierOptions)).toThrow(message);
  });
});
