import { createPublicKey } from 'node:crypto';
import { ValidateBy } from 'class-validator';

const MAX_KEYS = 10;
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MIN_RSA_BITS = 2048;

/** A JWK Set of public keys that signatures can be verified with (RFC 7517 §5). A private key is refused, not dropped. */
export const IsPublicJwks = (): PropertyDecorator =>
  ValidateBy({
    name: 'isPublicJwks',
    validator: {
      validate: isPublicJwks,
      defaultMessage: () => `jwks must be a JWK Set of 1 to ${MAX_KEYS} public EC, RSA or OKP keys`,
    },
  });

function isPublicJwks(value: unknown): boolean {
  const keys = (value as { keys?: unknown } | null)?.keys;
  return Array.isArray(keys) && keys.length > 0 && keys.length <= MAX_KEYS && keys.every(isPublicJwk);
}

function isPublicJwk(jwk: unknown): boolean {
  if (typeof jwk !== 'object' || jwk === null || PRIVATE_MEMBERS.some((name) => name in jwk)) return false;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const isRsa = asymmetricKeyType === 'rsa';
    return isRsa
      ? (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS
      : asymmetricKeyType === 'ec' || asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
