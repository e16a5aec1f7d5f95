import { SigningKeysService } from '#tokens/keys/signing-keys.service.js';
import { TestApp } from '../../support/app.js';
import { headerOf } from '../../support/jwt.js';

const BY_ALGORITHM = [
  ['ES256', { kty: 'EC', crv: 'P-256', x: expect.any(String), y: expect.any(String) }],
  ['RS256', { kty: 'RSA', e: 'AQAB', n: expect.stringMatching(/^[\w-]{512}$/) }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', x: expect.any(String) }],
] as const;

describe.each(BY_ALGORITHM)('GET /.well-known/jwks.json with SIGNING_ALGORITHM=%s', (algorithm, members) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ SIGNING_ALGORITHM: algorithm });
  });
  afterAll(() => app.stop());

  const jwks = (headers?: Record<string, string>) => app.get('//.well-known/jwks.json', undefined, headers);

  it('has public members only', async () => {
    const { status, body, headers } = await jwks();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/jwk-set\+json/);
    expect(body).toEqual({ keys: [{ ...members, kid: expect.any(String), use: 'sig', alg: algorithm }] });
  });

  it('may be cached, and says when nothing has changed', async () => {
    const { headers, text } = await jwks();
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const etag = headers.get('etag')!;
    expect(etag).toMatch(/^"[\w-]+"$/);

    const unchanged = await jwks({ 'if-none-match': etag });
    expect([unchanged.status, unchanged.text]).toEqual([304, '']);
    expect(unchanged.headers.get('etag')).toBe(etag);
    expect(unchanged.headers.get('cache-control')).toBe('public, max-age=300');

    // As a cache in between sends it that keeps several, or compresses them.
    expect((await jwks({ 'if-none-match': `"another", W/${etag}` })).status).toBe(304);

    const changed = await jwks({ 'if-none-match': '"another"' });
    expect([changed.status, changed.text]).toEqual([200, text]);
  });

  it('names the key that signs, the same after a restart', async () => {
    const person = await app.newcomer();
    const before = (await jwks()).text;
    expect(headerOf(person.access_token)).toEqual({
      alg: algorithm,
      typ: 'at+jwt',
      kid: JSON.parse(before).keys[0].kid,
    });

    app = await app.restart({ SIGNING_ALGORITHM: algorithm });
    expect((await jwks()).text).toBe(before);
    expect((await app.get('/auth/me', person.access_token)).status).toBe(200);
  });

  it('is stored sealed', async () => {
    const [row] = await app.sql<{ private_key: Buffer; public_jwk: object }>('SELECT * FROM signing_keys');
    // A PKCS #8 key begins with a SEQUENCE and the version 0.
    expect(row!.private_key.includes(Buffer.from([0x02, 0x01, 0x00, 0x30]))).toBe(false);
    expect(Object.keys(row!.public_jwk)).not.toContain('d');
  });
});

describe('a change of SIGNING_ALGORITHM', () => {
  it('publishes a key of the new kind before it signs, and keeps the former one for the tokens that it has signed', async () => {
    let app = await TestApp.start();
    try {
      const before = await app.newcomer();
      app = await app.restart({ SIGNING_ALGORITHM: 'EdDSA' });
      // Nobody who keeps the set from before knows that key yet.
      expect(headerOf((await app.signIn(before)).access_token)['alg']).toBe('ES256');
      const { body } = await app.get('//.well-known/jwks.json');
      expect(body.keys.map(({ alg }: { alg: string }) => alg)).toEqual(['ES256', 'EdDSA']);
      await app.sql(`UPDATE signing_keys SET activates_at = activates_at - interval '600 seconds'`);
      await app.nest.get(SigningKeysService).reload();
      const after = await app.signIn(before);
      expect(headerOf(after.access_token)['alg']).toBe('EdDSA');
      for (const { access_token } of [before, after])
        expect((await app.get('/auth/me', access_token)).status).toBe(200);
    } finally {
      await app.stop();
    }
  });
});

// The embedded database keeps its folder locked until the process ends when a start fails after it was opened.
if (process.env['TEST_DATABASE'] === 'postgres') {
  describe('SECRET_KEY', () => {
    const SECRET_KEY = 'another one, and also long enough to pass';

    it('stops the start in plain words when it is not the one from before', async () => {
      let app = await TestApp.start();
      try {
        const person = await app.newcomer();
        await expect(app.restart({ SECRET_KEY })).rejects.toThrow(
          /^SECRET_KEY is not the one that the stored signing key .+ was sealed with\. Set the former SECRET_KEY; .*SECRET_KEY_PREVIOUS/,
        );
        app = await app.restart();
        expect((await app.get('/auth/me', person.access_token)).status).toBe(200);
      } finally {
        await app.stop();
      }
    });
  });
}
