import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createRequire } from 'node:module';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import type * as PassportJwt from 'passport-jwt';
import { TestApp, type Tokens } from '../../support/app.js';
import { claimsOf, headerOf } from '../../support/jwt.js';
import { holderOfRole, type SignedIn } from '../users/people.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ISSUER = 'http://gatehouse.test';
const AUDIENCE = 'gatehouse';

/** As other services read it: with libraries that know nothing of this one. */
describe.each(['ES256', 'RS256', 'EdDSA'] as const)('an access token signed with %s', (algorithm) => {
  let app: TestApp;
  let person: SignedIn;

  beforeAll(async () => {
    app = await TestApp.start({ SIGNING_ALGORITHM: algorithm });
    person = await holderOfRole(app, 'moderator');
  });
  afterAll(() => app.stop());

  const jwksUri = () => new URL('/.well-known/jwks.json', app.origin);

  async function publicKeyPem(): Promise<string> {
    const { body } = await app.get<{ keys: JsonWebKey[] }>('//.well-known/jwks.json');
    return createPublicKey({ key: body.keys[0]!, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
  }

  it('has the claims of RFC 9068', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { access_token } = await app.signIn(person);
    const [session] = await app.sql<{ id: string }>(
      'SELECT id FROM sessions WHERE user_id = $1 ORDER BY id DESC LIMIT 1',
      [person.id],
    );
    expect(headerOf(access_token)).toEqual({ alg: algorithm, typ: 'at+jwt', kid: expect.any(String) });
    const claims = claimsOf(access_token);
    expect(claims).toEqual({
      iss: ISSUER,
      aud: AUDIENCE,
      sub: person.id,
      client_id: 'gatehouse',
      iat: expect.any(Number),
      exp: claims.iat + 900,
      auth_time: expect.any(Number),
      jti: expect.stringMatching(UUID_V7),
      sid: session!.id,
      amr: ['pwd'],
      roles: ['moderator', 'user'],
      scope: 'roles:read users:read',
      email_verified: false,
      epoch: 0,
    });
    expect(claims.iat - before).toBeLessThanOrEqual(2);
    expect(Math.abs(claims.auth_time - claims.iat)).toBeLessThanOrEqual(2);
  });

  it('has a jti of its own, and after a refresh the session and auth_time of before', async () => {
    const first = await app.signIn(person);
    await app.sql(`UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = $1`, [
      claimsOf(first.access_token).sid,
    ]);
    const { body } = await app.post<Tokens>('/auth/refresh', { refresh_token: first.refresh_token });
    const [old, next] = [claimsOf(first.access_token), claimsOf(body.access_token)];
    expect(next.jti).not.toBe(old.jti);
    expect([next.sid, next.auth_time]).toEqual([old.sid, old.auth_time - 3600]);
  });

  it('is verified by jose from the published keys', async () => {
    const { payload, protectedHeader } = await jwtVerify(person.access_token, createRemoteJWKSet(jwksUri()), {
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: 'at+jwt',
      algorithms: [algorithm],
      requiredClaims: ['exp', 'iat', 'sub', 'jti', 'client_id'],
    });
    expect(payload.sub).toBe(person.id);
    expect(protectedHeader.alg).toBe(algorithm);
  });

  it.each([
    ['another issuer', { issuer: 'http://other.test' }],
    ['another audience', { audience: 'other' }],
    ['another type', { typ: 'JWT' }],
  ])('is refused by jose for %s', async (_, demands) => {
    const verified = jwtVerify(person.access_token, createRemoteJWKSet(jwksUri()), {
      issuer: ISSUER,
      audience: AUDIENCE,
      ...demands,
    });
    await expect(verified).rejects.toThrow(/unexpected/);
  });

  // jsonwebtoken 9, which passport-jwt stands on, knows no EdDSA.
  if (algorithm === 'EdDSA') return;

  it('is verified by jsonwebtoken', async () => {
    const claims = jsonwebtoken.verify(person.access_token, await publicKeyPem(), {
      algorithms: [algorithm],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    expect(claims.sub).toBe(person.id);
  });

  it('is verified by passport-jwt', async () => {
    const { Strategy, ExtractJwt } = untouchedPassportJwt();
    const secretOrKey = await publicKeyPem();
    const authenticate = (authorization: string) =>
      new Promise((resolve, reject) => {
        const strategy = new Strategy(
          {
            jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
            secretOrKey,
            algorithms: [algorithm],
            issuer: ISSUER,
            audience: AUDIENCE,
          },
          (payload, done) => done(null, payload as object),
        );
        const outcome = { success: resolve, fail: reject, error: reject };
        Object.assign(strategy, outcome).authenticate({ headers: { authorization } } as never);
      });
    expect(await authenticate(`Bearer ${person.access_token}`)).toMatchObject({ sub: person.id });
    await expect(authenticate(`Bearer ${person.access_token.slice(0, -4)}AAAA`)).rejects.toThrow(/signature/);
  });
});

describe('an access token for several services', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ACCESS_TOKEN_AUDIENCES: 'gatehouse,orders', ACCESS_TOKEN_EXPIRE_MINUTES: '3' });
  });
  afterAll(() => app.stop());

  it('names them all, and lives as long as was set', async () => {
    const { access_token, expires_in } = await app.newcomer();
    const { aud, exp, iat } = claimsOf(access_token);
    expect([aud, exp - iat, expires_in]).toEqual([['gatehouse', 'orders'], 180, 180]);
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', app.origin));
    expect((await jwtVerify(access_token, keys, { audience: 'orders', issuer: ISSUER })).payload.exp).toBe(exp);
  });
});

/** The service puts its own verification into the library; other services have the library as it comes. */
function untouchedPassportJwt(): typeof PassportJwt {
  const require = createRequire(import.meta.url);
  const [entry, strategy] = ['passport-jwt', 'passport-jwt/lib/strategy.js'].map((name) => require.resolve(name));
  const ours = [entry, strategy].map((path) => require.cache[path!]);
  for (const path of [entry, strategy]) delete require.cache[path!];
  try {
    return require('passport-jwt') as typeof PassportJwt;
  } finally {
    [entry, strategy].forEach((path, i) => (require.cache[path!] = ours[i]));
  }
}
