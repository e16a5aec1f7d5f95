import { createPublicKey, sign, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { SecretKey } from '#database/index.js';
import { makeKey, openerOf, openKey, sealingKeysOf, type SigningAlgorithm, WrongSecretKey } from './key-material.js';
import type { SigningKey } from './signing-key.entity.js';

const SECRET = 'a secret that is long enough for a test';
const SEALING_KEY = sealingKeysOf(new SecretKey(SECRET));
const DATES = { createdAt: new Date(), activatesAt: new Date(), retiresAt: null };
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

describe.each<SigningAlgorithm>(['ES256', 'RS256', 'EdDSA'])('A signing key for %s', (algorithm) => {
  /** As the table holds it. */
  let stored: Pick<SigningKey, keyof SigningKey>;

  beforeAll(async () => {
    stored = { ...(await makeKey(algorithm, SEALING_KEY)), ...DATES };
  });

  it('opens to a pair that belongs together', () => {
    const { privateKey, publicKey } = openKey(stored, SEALING_KEY);
    const data = Buffer.from('signed');
    const digest = algorithm === 'EdDSA' ? null : 'sha256';
    expect(verify(digest, data, publicKey, sign(digest, data, privateKey))).toBe(true);
  });

  it('has at least 128 bits of strength (ASVS 11.2.3)', () => {
    const { asymmetricKeyType, asymmetricKeyDetails } = openKey(stored, SEALING_KEY).publicKey;
    const strong = { ES256: { namedCurve: 'prime256v1' }, RS256: { modulusLength: 3072 }, EdDSA: {} }[algorithm];
    expect(asymmetricKeyType).toBe({ ES256: 'ec', RS256: 'rsa', EdDSA: 'ed25519' }[algorithm]);
    expect(asymmetricKeyDetails).toMatchObject(strong);
  });

  it('is named by its thumbprint (RFC 7638)', async () => {
    expect(stored.kid).toBe(await calculateJwkThumbprint({ ...stored.publicJwk }));
  });

  it('is stored sealed', () => {
    const { privateKey } = openKey(stored, SEALING_KEY);
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    expect(stored.privateKey.includes(pkcs8.subarray(-32))).toBe(false);
    for (const member of PRIVATE_MEMBERS) expect(stored.publicJwk).not.toHaveProperty(member);
  });

  it('does not open under another secret, another id or with one bit changed', () => {
    const damaged = Buffer.from(stored.privateKey);
    damaged[damaged.length - 1]! ^= 1;
    const other = sealingKeysOf(new SecretKey('another secret'));
    expect(() => openKey(stored, other)).toThrow(WrongSecretKey);
    expect(() => openerOf(stored, other)).toThrow(WrongSecretKey);
    expect(() => openKey({ ...stored, kid: 'x' }, SEALING_KEY)).toThrow(WrongSecretKey);
    expect(() => openKey({ ...stored, privateKey: damaged }, SEALING_KEY)).toThrow(WrongSecretKey);
  });

  it('opens under its secret also where that is the former one', () => {
    const sealing = sealingKeysOf(new SecretKey('another secret', [SECRET]));
    expect(openerOf(stored, sealing)).toBe(1);
    expect(openKey(stored, sealing).kid).toBe(stored.kid);
  });

  it('is published with public members only (RFC 7517 §9.3)', () => {
    const jwk = openKey(stored, SEALING_KEY).jwk as Record<string, unknown>;
    expect(jwk).toMatchObject({ kid: stored.kid, use: 'sig', alg: algorithm });
    for (const member of PRIVATE_MEMBERS) expect(jwk).not.toHaveProperty(member);
    expect(createPublicKey({ key: jwk, format: 'jwk' }).type).toBe('public');
  });
});
