import { TestApp, type Tokens } from '../support/app.js';
import { b64, decoded, json, otherEcKey, partsOf, realKey, signEs256, signHs } from '../security/forge.js';

/** One test for each practice; the many spellings of each attack stand in test/security. */
describe('RFC 8725, JWT best current practices', () => {
  let app: TestApp;
  let me: Tokens;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    app = await TestApp.start();
    me = await app.newcomer();
    header = decoded(partsOf(me.access_token)[0]);
    claims = decoded(partsOf(me.access_token)[1]);
  });
  afterAll(() => app.stop());

  const statusOf = async (token: string) => (await app.get('/auth/me', token)).status;
  const forged = (changes: object, claimChanges: object = {}) =>
    signEs256({ ...header, ...changes }, { ...claims, ...claimChanges }, realKey(app).privateKey);

  it('§3.1: the algorithm is the key’s, never the header’s', async () => {
    const pem = realKey(app).publicKey.export({ type: 'spki', format: 'pem' });
    expect(await statusOf(signHs('sha256', { ...header, alg: 'HS256' }, claims, pem))).toBe(401);
    expect(await statusOf(forged({ alg: 'ES384' }))).toBe(401);
  });

  it('§3.2: no algorithm is weak: none is refused, what we sign by is ES256', async () => {
    expect(header['alg']).toBe('ES256');
    expect(await statusOf(`${json({ ...header, alg: 'none' })}.${json(claims)}.`)).toBe(401);
  });

  it('§3.3: every signature is checked', async () => {
    const [head, payload] = partsOf(me.access_token);
    expect(await statusOf(`${head}.${payload}.${b64(Buffer.alloc(64))}`)).toBe(401);
  });

  it('§3.4: a signature of zeros is none (CVE-2022-21449)', async () => {
    const zeros = b64(Buffer.alloc(64));
    const max = b64(Buffer.alloc(64, 255));
    for (const signature of [zeros, max]) {
      expect(await statusOf(`${json(header)}.${json(claims)}.${signature}`)).toBe(401);
    }
  });

  it('§3.6: nothing is decompressed', async () => {
    expect(await statusOf(forged({ zip: 'DEF', crit: ['zip'] }))).toBe(401);
    const jwe = [json({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }), '', b64('iv'), b64('text'), b64('tag')].join('.');
    expect(await statusOf(jwe)).toBe(401);
  });

  it('§3.7: claims that are no UTF-8 JSON are refused', async () => {
    for (const payload of [Buffer.from([0xff, 0xfe]), Buffer.from('"text"'), Buffer.from('null'), Buffer.from('[]')]) {
      expect(await statusOf(`${json(header)}.${b64(payload)}.${partsOf(me.access_token)[2]}`)).toBe(401);
    }
  });

  it('§3.8, §3.9: issuer, subject and audience are checked', async () => {
    for (const changes of [{ iss: 'x' }, { sub: undefined }, { aud: 'x' }, { aud: undefined }]) {
      expect(await statusOf(forged({}, changes))).toBe(401);
    }
  });

  it('§3.10: kid, jku, x5u and jwk are not followed', async () => {
    const { privateKey, jwk } = otherEcKey();
    for (const changes of [
      { jwk },
      { jku: 'http://127.0.0.1:1/' },
      { x5u: 'http://127.0.0.1:1/' },
      { kid: "' OR 1=1" },
    ]) {
      expect(await statusOf(signEs256({ ...header, ...changes }, claims, privateKey))).toBe(401);
    }
  });

  it('§3.11: the type is explicit', async () => {
    expect(header['typ']).toBe('at+jwt');
    expect(await statusOf(forged({ typ: 'JWT' }))).toBe(401);
  });

  it('§3.12: other kinds of tokens do not pass: a refresh token is no access token, and the reverse', async () => {
    expect(await statusOf(me.refresh_token)).toBe(401);
    const { status, body } = await app.post('/auth/refresh', { refresh_token: me.access_token });
    expect([401, 422]).toContain(status);
    expect(body).not.toHaveProperty('access_token');
    expect(await statusOf(forged({ typ: 'secevent+jwt' }))).toBe(401);
  });
});
