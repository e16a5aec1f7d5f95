import { type CryptoKey, importJWK, type JWK } from 'jose';

/** What Gatehouse signs with. No `none`, nothing symmetric (RFC 8725 §3.2). */
export const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface VerificationKey {
  readonly kid: string;
  readonly algorithm: Algorithm;
  readonly key: CryptoKey;
  /** By which it is known again in a later answer. */
  readonly material: string;
}

/** The usable keys of a set (RFC 7517 §5: others are passed over). Those that `before` has too are taken from there. */
export async function importKeys(
  jwks: readonly JWK[],
  before: ReadonlyMap<string, VerificationKey>,
): Promise<Map<string, VerificationKey>> {
  const keys = new Map<string, VerificationKey>();
  for (const jwk of jwks) {
    const key = await importKey(jwk, before);
    if (key !== undefined && !keys.has(key.kid)) keys.set(key.kid, key);
  }
  return keys;
}

async function importKey(jwk: JWK, before: ReadonlyMap<string, VerificationKey>): Promise<VerificationKey | undefined> {
  const algorithm = algorithmOf(jwk);
  if (algorithm === undefined || typeof jwk.kid !== 'string' || (jwk.use ?? 'sig') !== 'sig') return undefined;
  // Only these members: a set that gives its private part away is still read as a public one.
  const { kid, kty, crv, x, y, n, e } = jwk;
  const material = JSON.stringify([algorithm, crv, x, y, n, e]);
  const known = before.get(kid);
  if (known?.material === material) return known;
  try {
    const key = (await importJWK({ kty, crv, x, y, n, e }, algorithm)) as CryptoKey;
    return isWeak(key) ? undefined : { kid, algorithm, key, material };
  } catch {
    return undefined;
  }
}

/** RsaKeyAlgorithm of WebCrypto, which not every runtime has a type for. */
interface RsaFacts {
  readonly modulusLength: number;
  readonly publicExponent: Uint8Array;
}

/** RFC 7518 §3.3 */
const LEAST_RSA_BITS = 2048;

/**
 * With the exponent 1 a signature is what it signs, and anybody makes one; small ones forgive padding that is not looked
 * at closely. FIPS 186-5 §5.1 wants an odd one above 2^16.
 */
function isWeak({ algorithm }: CryptoKey): boolean {
  if (!('modulusLength' in algorithm)) return false;
  const { modulusLength, publicExponent } = algorithm as typeof algorithm & RsaFacts;
  const exponent = publicExponent.reduce((value, byte) => value * 256 + byte, 0);
  return modulusLength < LEAST_RSA_BITS || exponent <= 2 ** 16 || (publicExponent.at(-1)! & 1) === 0;
}

/** One key, one algorithm (RFC 8725 §3.1): what the key says, as far as it fits its kind. */
function algorithmOf({ kty, crv, alg }: JWK): Algorithm | undefined {
  const fitting = FITTING[`${kty} ${crv ?? ''}`.trim()];
  return alg === undefined || alg === fitting || (fitting === 'EdDSA' && alg === 'Ed25519') ? fitting : undefined;
}

const FITTING: Readonly<Record<string, Algorithm>> = {
  'EC P-256': 'ES256',
  'OKP Ed25519': 'EdDSA',
  RSA: 'RS256',
};
