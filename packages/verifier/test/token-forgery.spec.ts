import { generateKeyPairSync, sign } from 'node:crypto';
import type { Verifier } from '@gatehouse/verifier';
import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('a token signed with %s', (algorithm) => {
  const issuer = new TestIssuer({ algorithm });
  const verifier = issuer.verifier();

  afterAll(() => verifier.close());

  it('is taken, and tells whom it speaks for', async () => {
    const subject = uuidv7();
    const token = await verifier.verify(
      issuer.token({ subject, roles: ['admin'], scopes: ['posts:read', 'posts:write'] }),
    );
    expect(token).toMatchObject({ subject, roles: ['admin'], scopes: ['posts:read', 'posts:write'], epoch: 0 });
    expect(token.claims).toMatchObject({ iss: issuer.issuer, amr: ['pwd'] });
  });

  it('is refused when one letter of it is another', async () => {
    const [header, payload, signature] = issuer.token().split('.') as [string, string, string];
    const other = `${header}.${encode({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), roles: ['admin'] })}.${signature}`;
    await expect(verifier.verify(other)).rejects.toMatchObject({ code: 'invalid_token', status: 401 });
  });

  it('has one spelling only', async () => {
    const token = issuer.token();
    await verifier.verify(token);
    const last = token.at(-1)!;
    const next = String.fromCharCode(last.charCodeAt(0) + 1);
    await expect(verifier.verify(token.slice(0, -1) + next)).rejects.toMatchObject({ code: 'invalid_token' });
  });
});

describe('RFC 8725: a token is refused', () => {
  const issuer = new TestIssuer();
  let verifier: Verifier;

  beforeAll(() => {
    verifier = issuer.verifier({ audience: ['orders', 'test'] });
  });
  afterAll(() => verifier.close());

  const payloadOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
  const headerOf = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as Record<string, unknown>;
  const refusal = (token: string) =>
    verifier.verify(token).then(
      () => 'taken',
      (error: { reason: string }) => error.reason,
    );

  it.each([
    ['§3.1: without a signature', { alg: 'none' }],
    ['§3.1: with the public key as a shared secret', { alg: 'HS256' }],
    ['§3.1: by another algorithm than the key is for', { alg: 'RS256' }],
    ['§3.11: of another type', { typ: 'JWT' }],
    ['§3.11: of no type', { typ: undefined }],
    ['§3.11: an answer of the feed', { typ: 'revocations+jwt' }],
    ['§3.10: with no key id', { kid: undefined }],
    ['RFC 7515 §4.1.11: with a critical extension', { crit: ['b64'], b64: true }],
    ['with an unknown critical extension', { crit: ['exp'], exp: 1 }],
  ])('%s', async (_name, header) => {
    await expect(verifier.verify(issuer.sign(payloadOf(issuer.token()), header))).rejects.toMatchObject({
      code: 'invalid_token',
    });
  });

  it('§3.10: whose own header brings the key along', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' });
    const header = { ...headerOf(issuer.token()), jwk, jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' };
    const content = `${encode(header)}.${encode(payloadOf(issuer.token()))}`;
    const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await refusal(`${content}.${signature.toString('base64url')}`)).toMatch(/signature/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['of another issuer', { iss: 'https://elsewhere.example' }, /issuer/],
    ['of an issuer with one more slash', { iss: `${issuer.issuer}/` }, /issuer/],
    ['for somebody else', { aud: 'billing' }, /audience/],
    ['for nobody', { aud: [] }, /audience/],
    ['for a number', { aud: [1] }, /audience/],
    ['that does not end', { exp: undefined }, /exp/],
    ['whose end is text', { exp: '9999999999' }, /exp/],
    ['without a subject', { sub: undefined }, /sub/],
    ['with an empty subject', { sub: '' }, /sub/],
    ['without an id', { jti: undefined }, /jti/],
    ['without a client', { client_id: undefined }, /client_id/],
    ['issued at no time', { iat: undefined }, /iat/],
    ['from the future', { iat: Date.now() / 1000 + 60 }, /future/],
    ['that is not valid yet', { nbf: Date.now() / 1000 + 60 }, /not valid yet/],
    ['bound to a key of the client', { cnf: { jkt: 'x' } }, /bound/],
    ['with roles that are text', { roles: 'admin' }, /roles/],
    ['with a scope that is a list', { scope: ['a'] }, /scope/],
  ])('%s', async (_name, claims, reason) => {
    expect(await refusal(issuer.token({ claims }))).toMatch(reason);
  });

  it.each(['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', 'null', 'é.é.é', '\0', 'x'.repeat(1_000_000)])(
    'that is none: %.20j',
    async (text) => {
      await expect(verifier.verify(text)).rejects.toMatchObject({ code: 'invalid_token' });
    },
  );

  it('whose payload is no object', async () => {
    for (const payload of [[], null, 1, 'text']) {
      expect(await refusal(issuer.sign(payload as object))).toMatch(/payload/);
    }
  });

  it('and is taken for one audience of several, with media type and in any case', async () => {
    const payload = payloadOf(issuer.token({ claims: { aud: ['billing', 'orders'] } }));
    expect(await refusal(issuer.sign(payload, { typ: 'application/AT+JWT' }))).toBe('taken');
  });

  it('by what is shown to nobody: all defects look alike from outside', async () => {
    const refusals = await Promise.all(
      ['a.b.c', issuer.token({ expiresIn: -60 }), issuer.token({ claims: { aud: 'x' } })].map((token) =>
        verifier.verify(token).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(refusals).size).toBe(1);
  });
});

describe('what is handed out', () => {
  const issuer = new TestIssuer();
  const verifier = issuer.verifier();

  afterAll(() => verifier.close());

  it('cannot be changed by one request for another', async () => {
    const text = issuer.token({ roles: ['user'], claims: { nested: { list: [1] } } });
    const token = await verifier.verify(text);
    expect(() => (token.roles as string[]).push('admin')).toThrow(TypeError);
    expect(() => Object.assign(token.claims, { sub: 'x' })).toThrow(TypeError);
    expect(() => (token.claims['nested'] as { list: number[] }).list.push(2)).toThrow(TypeError);
    expect(await verifier.verify(text)).toBe(token);
  });

  it('lacks a session where a client acts for itself', async () => {
    const token = await verifier.verify(issuer.token({ claims: { sid: undefined, sub: 'reports', epoch: undefined } }));
    expect(token).toMatchObject({ subject: 'reports', sessionId: undefined, epoch: 0 });
  });
});
