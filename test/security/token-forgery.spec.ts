import { generateKeyPairSync } from 'node:crypto';
import { type Person, TestApp, type Tokens } from '../support/app.js';
import { b64, decoded, epochSeconds, json, otherEcKey, partsOf, realKey, signEs256, signHs } from './forge.js';
import { spellingsOfPublicKey } from './forge.js';
import { expectProblem } from './problems.js';

describe('A forged access token is refused', () => {
  let app: TestApp;
  let me: Person & Tokens;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    app = await TestApp.start();
    me = await app.newcomer();
    const [head, payload] = partsOf(me.access_token);
    header = decoded(head);
    claims = { ...decoded(payload), roles: ['admin'], scope: 'users:read roles:read' };
  });
  afterAll(() => app.stop());

  async function expectRefused(token: string): Promise<void> {
    expectProblem(await app.get('/auth/me', token), 401, 'invalid_access_token');
    expect((await app.get('/users', token)).status).toBe(401);
  }

  /** Signed by the service's own key: what a bug elsewhere, or another kind of token, might bring here. */
  const signed = (changes: Record<string, unknown>, headerChanges: Record<string, unknown> = {}) =>
    signEs256({ ...header, ...headerChanges }, { ...claims, ...changes }, realKey(app).privateKey);

  it('but this is how a genuine one is made', async () => {
    expect((await app.get('/auth/me', signed({}))).status).toBe(200);
    expect((await app.get('/users', signed({}))).status).toBe(200);
  });

  describe('with the algorithm', () => {
    it.each(['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'none\0', '', null, undefined, 0, [], ['none'], {}])(
      '%j',
      async (alg) => {
        const [, , signature] = partsOf(me.access_token);
        const input = `${json({ ...header, alg })}.${json(claims)}`;
        for (const end of ['.', `.${signature}`, '', '.AA', '.null']) await expectRefused(input + end);
      },
    );

    it.each(['ES384', 'ES512', 'ES256K', 'RS256', 'PS256', 'EdDSA', 'HS256', 'es256', 'ES256 ', 'ES256\0'])(
      '%j over a genuine ES256 signature',
      async (alg) => {
        const [, payload, signature] = partsOf(me.access_token);
        await expectRefused(`${json({ ...header, alg })}.${payload}.${signature}`);
        await expectRefused(signed({}, { alg }));
      },
    );

    it('HS256, keyed with any spelling of the public key', async () => {
      const { publicKey, kid } = realKey(app);
      for (const [, key] of spellingsOfPublicKey(publicKey, kid)) {
        await expectRefused(signHs('sha256', { ...header, alg: 'HS256' }, claims, key));
        await expectRefused(signHs('sha512', { ...header, alg: 'HS512' }, claims, key));
        await expectRefused(signHs('sha256', header, claims, key));
        await expectRefused(signHs('sha256', { alg: 'HS256', typ: 'at+jwt' }, claims, key));
      }
    });
  });

  describe('with another key', () => {
    const forger = otherEcKey();
    const byForger = (changes: Record<string, unknown>) =>
      signEs256({ ...header, ...changes }, claims, forger.privateKey);

    it('under our key id', () => expectRefused(byForger({})));

    it.each([
      ['jwk', { jwk: forger.jwk }],
      ['jwk and no kid', { jwk: forger.jwk, kid: undefined }],
      ['jku', { jku: 'https://evil.example/jwks.json' }],
      ['jku to ourselves', { jku: 'http://gatehouse.test/.well-known/jwks.json' }],
      ['x5u', { x5u: 'https://evil.example/cert.pem' }],
      ['x5c', { x5c: [b64('certificate')] }],
      ['x5t', { x5t: b64('thumbprint'), kid: undefined }],
      ['key', { key: forger.jwk }],
    ])('that the header brings along as %s', (_name, changes) => expectRefused(byForger(changes)));

    it.each([
      '',
      '../../../../dev/null',
      '/dev/null',
      'file:///etc/passwd',
      "x' UNION SELECT 'secret' --",
      'x\0',
      '__proto__',
      'constructor',
      '\ud800',
      'x'.repeat(4000),
      null,
      0,
      1,
      true,
      ['x'],
      { a: 1 },
    ])('under the key id %j', async (kid) => {
      await expectRefused(byForger({ kid }));
      await expectRefused(signHs('sha256', { ...header, alg: 'HS256', kid }, claims, ''));
    });

    it('of another curve, and of RSA', async () => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
      await expectRefused(signEs256(header, claims, privateKey));
      const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
      await expectRefused(signEs256(header, claims, rsa.privateKey));
    });

    it('quickly, however many key ids are tried', async () => {
      const begin = performance.now();
      const tokens = Array.from({ length: 200 }, (_, i) => byForger({ kid: `unknown-${i}` }));
      const answers = await Promise.all(tokens.map((token) => app.get('/auth/me', token)));
      expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(401));
      expect(performance.now() - begin).toBeLessThan(5_000);
    });
  });

  describe('though our key has signed it', () => {
    it.each(['JWT', 'jwt', 'id_token', 'logout+jwt', 'dpop+jwt', 'at+jwt+x', 'at', '', 'AT+JWTX', 1, null, undefined])(
      'because it is of the type %j',
      (typ) => expectRefused(signed({}, { typ })),
    );

    it.each(['application/at+jwt', 'AT+JWT'])('(not when it is of the type %s)', async (typ) => {
      expect((await app.get('/auth/me', signed({}, { typ }))).status).toBe(200);
    });

    it.each([[['b64']], [['exp']], [['http://example.org/unknown']], [[]], ['exp'], [null]])(
      'because it has the critical extension %j',
      (crit) => expectRefused(signed({}, { crit, b64: true })),
    );

    it.each<[string, Record<string, unknown>]>([
      ['another audience', { aud: 'somebody-else' }],
      ['other audiences', { aud: ['a', 'b'] }],
      ['no audience', { aud: undefined }],
      ['an audience that begins like ours', { aud: 'gatehouse2' }],
      ['another issuer', { iss: 'http://evil.test' }],
      ['our issuer with a slash', { iss: 'http://gatehouse.test/' }],
      ['no issuer', { iss: undefined }],
      ['issuers', { iss: ['http://gatehouse.test'] }],
      ['an end in the past', { exp: epochSeconds() - 60 }],
      ['an end that is text', { exp: '9999999999' }],
      ['no end', { exp: undefined }],
      ['an end of null', { exp: null }],
      ['a beginning in the future', { nbf: epochSeconds() + 60 }],
      ['been made long ago', { iat: epochSeconds() - 3600, exp: epochSeconds() + 3600 }],
      ['been made in an hour', { iat: epochSeconds() + 3600, exp: epochSeconds() + 7200 }],
      ['no time of making', { iat: undefined }],
      ['no session', { sid: undefined }],
      ['no id', { jti: undefined }],
      ['no epoch', { epoch: undefined }],
      ['no roles', { roles: undefined }],
      ['roles in text', { roles: 'admin' }],
      ['no scope', { scope: undefined }],
      ['a list for a scope', { scope: ['users:read'] }],
      ['no subject', { sub: undefined }],
      ['a subject that is no id', { sub: "x' OR 1=1" }],
      ['a subject with a NUL', { sub: '\0' }],
    ])('because it has %s', (_name, changes) => expectRefused(signed(changes)));

    it.each<[string, Record<string, unknown>]>([
      ['was made in 4 seconds', { iat: epochSeconds() + 4 }],
      ['begins in 4 seconds', { nbf: epochSeconds() + 4 }],
      ['has several audiences, one of them us', { aud: ['other', 'gatehouse'] }],
    ])('(not when it %s)', async (_name, changes) => {
      expect((await app.get('/auth/me', signed(changes))).status).toBe(200);
    });
  });

  it('with the signature of another token', async () => {
    const other = await app.newcomer();
    const [head, payload] = partsOf(me.access_token);
    await expectRefused(`${head}.${payload}.${partsOf(other.access_token)[2]}`);
  });

  it('with a signature of nothing but zeros, or one that is in DER', async () => {
    const [head, payload] = partsOf(me.access_token);
    const der = Buffer.from('3006020100020100', 'hex');
    for (const signature of [Buffer.alloc(64), Buffer.alloc(0), Buffer.alloc(96), der]) {
      await expectRefused(`${head}.${payload}.${b64(signature)}`);
    }
  });

  it('with any one character changed', async () => {
    const token = me.access_token;
    const places = [
      0,
      5,
      token.indexOf('.') + 1,
      token.indexOf('.') + 40,
      token.lastIndexOf('.') + 1,
      token.length - 6,
    ];
    for (const at of places) {
      await expectRefused(token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1));
    }
  });

  it('with another last letter, even one that decodes to the same signature', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const letter of alphabet) {
      const token = me.access_token.slice(0, -1) + letter;
      if (token !== me.access_token) await expectRefused(token);
    }
  });
});
