import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { TestApp, uniqueName } from '../support/app.js';
import { expectOAuthError, registerClient, type RegisteredClient } from '../support/clients.js';

const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const ISSUER = 'http://gatehouse.test';

interface Claims {
  iss?: string;
  sub?: string;
  aud?: string | string[];
  exp?: number;
  jti?: string;
  nbf?: number;
}

describe('RFC 7523, JWT client authentication (private_key_jwt)', () => {
  let app: TestApp;
  let client: RegisteredClient;
  let privateKey: CryptoKey;

  beforeAll(async () => {
    app = await TestApp.start();
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    client = await registerClient(app, { jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: '1' }] } });
  });
  afterAll(() => app.stop());

  const now = () => Math.floor(Date.now() / 1000);
  function assertion(changes: Claims = {}, key = privateKey, alg = 'ES256'): Promise<string> {
    const claims = { iss: client.id, sub: client.id, aud: ISSUER, exp: now() + 60, jti: uniqueName(), ...changes };
    return new SignJWT(claims).setProtectedHeader({ alg, kid: '1' }).sign(key);
  }
  const token = (client_assertion: string, more: Record<string, string> = {}) =>
    app.call('POST', '/auth/token', {
      form: { grant_type: 'client_credentials', client_assertion_type: TYPE, client_assertion, ...more },
    });

  it('§2.2 authenticates a client', async () => {
    const { status, body } = await token(await assertion());
    expect([status, body.scope]).toEqual([200, 'orders:read orders:write']);
  });

  it('§2.2 client_id is unnecessary; another one is refused', async () => {
    expect((await token(await assertion(), { client_id: client.id })).status).toBe(200);
    expectOAuthError(await token(await assertion(), { client_id: 'gatehouse' }), 'invalid_client', 401);
  });

  it('§2.2 the type MUST be the right one', async () => {
    const answer = await token(await assertion(), { client_assertion_type: 'urn:x' });
    expectOAuthError(answer, 'invalid_client', 401);
  });

  it('§3 point 3: the token endpoint may be the audience', async () => {
    expect((await token(await assertion({ aud: `${ISSUER}/api/v1/auth/token` }))).status).toBe(200);
  });

  it.each<[string, Claims]>([
    ['§3 point 1: no iss', { iss: undefined }],
    ['§3 point 1: an iss that is nobody', { iss: 'gatehouse' }],
    ['§3 point 2: a sub that is not the client', { sub: 'somebody' }],
    ['§3 point 3: an aud that is not us', { aud: 'http://elsewhere.test' }],
    ['§3 point 4: no exp', { exp: undefined }],
    ['§3 point 4: an exp in the past', { exp: 1 }],
    ['§3 point 4: an exp that is unreasonably far', { exp: 4_000_000_000 }],
    ['§3 point 5: an nbf in the future', { nbf: 4_000_000_000 }],
    ['§3 point 7: no jti', { jti: undefined }],
  ])('%s is refused', async (_, changes) => {
    expectOAuthError(await token(await assertion(changes)), 'invalid_client', 401);
  });

  it('§3 point 7: one is good once, of twenty at once as well', async () => {
    const shown = await assertion();
    const answers = await Promise.all(Array.from({ length: 20 }, () => token(shown)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expectOAuthError(await token(shown), 'invalid_client', 401);
  });

  it('§3 point 7: nor again where the clock of the database is ahead of ours, by which used ones are forgotten', async () => {
    const shown = await assertion({ exp: now() + 3 });
    expect((await token(shown)).status).toBe(200);
    await app.sql(`UPDATE client_assertions SET expires_at = expires_at - interval '30 seconds'`);
    expect((await token(await assertion())).status).toBe(200);
    expectOAuthError(await token(shown), 'invalid_client', 401);
  });

  it('§3 point 9: MUST be signed by the key of the client', async () => {
    const { privateKey: foreign } = await generateKeyPair('ES256');
    expectOAuthError(await token(await assertion({}, foreign)), 'invalid_client', 401);
    const secret = new TextEncoder().encode(client.secret) as unknown as CryptoKey;
    expectOAuthError(await token(await assertion({}, secret, 'HS256')), 'invalid_client', 401);
    const [, payload] = (await assertion()).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expectOAuthError(await token(`${none}.${payload}.`), 'invalid_client', 401);
  });

  it('is not mixed with another method', async () => {
    expectOAuthError(await token(await assertion(), { client_secret: client.secret }), 'invalid_request');
  });

  it.each(['x', 'a.b.c', '..'])('rubbish %j is no assertion', async (rubbish) => {
    expectOAuthError(await token(rubbish), 'invalid_client', 401);
  });
});
