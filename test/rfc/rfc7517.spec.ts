import { createPublicKey, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { TestApp } from '../support/app.js';

type Jwk = Record<string, string>;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

describe.each(['ES256', 'RS256', 'EdDSA'])('RFC 7517, JSON Web Key, of %s', (algorithm) => {
  let app: TestApp;
  let keys: Jwk[];

  beforeAll(async () => {
    app = await TestApp.start({ SIGNING_ALGORITHM: algorithm });
    keys = (await app.get<{ keys: Jwk[] }>('//.well-known/jwks.json')).body.keys;
  });
  afterAll(() => app.stop());

  it('§4: kty is REQUIRED; use, alg and kid say what the key is for', () => {
    const kty = { ES256: 'EC', RS256: 'RSA', EdDSA: 'OKP' }[algorithm];
    expect(keys).toEqual([expect.objectContaining({ kty, use: 'sig', alg: algorithm, kid: expect.any(String) })]);
  });

  it('§4.5: different keys have different ids, which are their thumbprints (RFC 7638)', async () => {
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const jwk of keys) expect(jwk['kid']).toBe(await calculateJwkThumbprint(jwk));
  });

  it('§5: member names MUST be unique, keys MUST be present', async () => {
    const { text, headers } = await app.get('//.well-known/jwks.json');
    expect(headers.get('content-type')).toMatch(/^application\/jwk-set\+json(; charset=utf-8)?$/);
    expect(text.match(/"keys"/g)).toHaveLength(1);
  });

  it('§9.3: private members are not published', () => {
    for (const jwk of keys) for (const member of PRIVATE_MEMBERS) expect(jwk).not.toHaveProperty(member);
  });

  it('a stranger can verify a token by nothing but the set', async () => {
    const { access_token } = await app.newcomer();
    const [header = '', payload = '', signature = ''] = access_token.split('.');
    const { kid, alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as Jwk;
    const jwk = keys.find((each) => each['kid'] === kid)!;
    expect(alg).toBe(jwk['alg']);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    const digest = algorithm === 'EdDSA' ? null : 'sha256';
    const data = Buffer.from(`${header}.${payload}`);
    const ok = verify(digest, data, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
    expect(ok).toBe(true);
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
  });

  it('may be cached, and is not sent again when it is known', async () => {
    const { headers } = await app.get('//.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const again = await app.get('//.well-known/jwks.json', undefined, { 'if-none-match': headers.get('etag')! });
    expect(again).toMatchObject({ status: 304, text: '' });
  });
});
