import { generateKeyPairSync, sign } from 'node:crypto';
import { TestIssuer } from '@gatehouse/verifier/testing';
import { createVerifier } from '@gatehouse/verifier';
import { encode, vectorsFrom } from './support/jws-vectors.js';

const KEYS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('vectors of JWS, %s', (algorithm) => {
  const { privateKey, publicKey } = KEYS[algorithm]();
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key', alg: algorithm, use: 'sig' };
  const issuer = 'http://gatehouse.test';
  const verifier = createVerifier({
    issuer,
    audience: 'test',
    revocations: 'ignore',
    fetch: () => Promise.resolve(Response.json({ keys: [jwk] })),
  });
  const payload = new TestIssuer({ issuer }).token().split('.')[1]!;
  const content = `${encode(JSON.stringify({ alg: algorithm, typ: 'at+jwt', kid: 'key' }))}.${payload}`;
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const token = `${content}.${encode(signature)}`;

  afterAll(() => verifier.close());

  it('the token that they are made from is taken', async () => {
    await expect(verifier.verify(token)).resolves.toMatchObject({ clientId: 'gatehouse' });
  });

  it.each(vectorsFrom({ algorithm, token, privateKey }))('%s: refused', async (_name, forged) => {
    expect(forged).not.toBe(token);
    await expect(verifier.verify(forged)).rejects.toMatchObject({ code: 'invalid_token', status: 401 });
  });
});
