import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { importKeys } from './verification-key.js';

const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = ({ publicKey }: ReturnType<typeof ec>, more: object = {}): JWK => ({
  ...publicKey.export({ format: 'jwk' }),
  kid: 'k',
  ...more,
});

const rsaWithExponent = (exponent: number): JWK => {
  const bytes = Buffer.from(exponent.toString(16).padStart(6, '0'), 'hex');
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...publicKey.export({ format: 'jwk' }), kid: 'k', e: bytes.toString('base64url') };
};

describe('importKeys', () => {
  const usable = async (...jwks: JWK[]) => [...(await importKeys(jwks, new Map())).values()];

  it('reads the three kinds that Gatehouse signs with', async () => {
    const kinds = [
      jwkOf(ec(), { kid: 'a' }),
      jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }), { kid: 'b', alg: 'RS256' }),
      jwkOf(generateKeyPairSync('ed25519'), { kid: 'c', alg: 'Ed25519', use: 'sig' }),
    ];
    expect((await usable(...kinds)).map(({ algorithm }) => algorithm)).toEqual(['ES256', 'RS256', 'EdDSA']);
  });

  it.each<[string, JWK]>([
    ['for encryption', jwkOf(ec(), { use: 'enc' })],
    ['for another algorithm', jwkOf(ec(), { alg: 'RS256' })],
    ['without an id', jwkOf(ec(), { kid: undefined })],
    ['of another curve', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
    ['that is short', jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }))],
    ['with the exponent 1, whose signatures anybody makes', rsaWithExponent(1)],
    ['with an even exponent', rsaWithExponent(65_538)],
    ['with a small exponent', rsaWithExponent(3)],
    ['that is a shared secret', { kty: 'oct', k: 'c2VjcmV0', kid: 'k', alg: 'HS256' }],
    ['that is damaged', jwkOf(ec(), { x: 'AAAA' })],
  ])('passes over a key %s (RFC 7517 §5)', async (_name, jwk) => {
    expect(await usable(jwk)).toEqual([]);
  });

  it('reads a key whose private part was given away as a public one', async () => {
    const { privateKey } = ec();
    const [key] = await usable({ ...privateKey.export({ format: 'jwk' }), kid: 'k' });
    expect(key!.key.type).toBe('public');
  });

  it('knows a key again, and a new one of the same id as another', async () => {
    const jwk = jwkOf(ec());
    const before = await importKeys([jwk], new Map());
    expect((await importKeys([{ ...jwk }], before)).get('k')).toBe(before.get('k'));
    expect((await importKeys([jwkOf(ec())], before)).get('k')).not.toBe(before.get('k'));
  });
});
