import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import { seal, unseal } from '#common/crypto/sealed.js';
import { deriveKey } from '#common/crypto/secrets.js';
import { CannotStart, type SecretKey } from '#database/index.js';
import type { PublicJwk, SigningKey } from './signing-key.entity.js';

export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/** A signing key, opened. KeyObjects are kept because reading a PEM for each token costs three times the signature. */
export interface OpenKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

type SealedKey = Pick<SigningKey, 'kid' | 'privateKey'>;
type StoredKey = Pick<SigningKey, 'kid' | 'algorithm' | 'publicJwk' | 'privateKey'>;

export class WrongSecretKey extends CannotStart {
  constructor(kid: string) {
    super(`SECRET_KEY is not the one that the stored signing key ${kid} was sealed with. Set the former SECRET_KEY.`);
  }
}

/** What private keys are sealed with in the table. */
export function sealingKeyOf(secretKey: SecretKey): KeyObject {
  return deriveKey(secretKey.value, 'signing-keys');
}

/** Throws WrongSecretKey when the stored key was sealed under another secret. */
export function assertOpens(stored: SealedKey, secretKey: SecretKey): void {
  unsealKey(stored, sealingKeyOf(secretKey));
}

const generate = promisify(generateKeyPair);

/** RSA 3072 and the two curves give 128 bits of strength (ASVS 11.2.3). */
function generatePair(algorithm: SigningAlgorithm) {
  switch (algorithm) {
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return generate('rsa', { modulusLength: 3072 });
    case 'EdDSA':
      return generate('ed25519');
  }
}

/** Makes a new key, ready to be stored. */
export async function makeKey(algorithm: SigningAlgorithm, sealingKey: KeyObject) {
  const { publicKey, privateKey } = await generatePair(algorithm);
  const publicJwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  const kid = await calculateJwkThumbprint({ ...publicJwk });
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { kid, algorithm, publicJwk, privateKey: seal(sealingKey, pkcs8, kid) };
}

/** Opens a stored key. Throws WrongSecretKey when it was sealed under another secret. */
export function openKey(stored: StoredKey, sealingKey: KeyObject): OpenKey {
  return {
    kid: stored.kid,
    algorithm: stored.algorithm as SigningAlgorithm,
    privateKey: createPrivateKey({ key: unsealKey(stored, sealingKey), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: { ...stored.publicJwk }, format: 'jwk' }),
  };
}

function unsealKey(stored: SealedKey, sealingKey: KeyObject): Buffer {
  try {
    return unseal(sealingKey, stored.privateKey, stored.kid);
  } catch {
    throw new WrongSecretKey(stored.kid);
  }
}

/** Only public members (RFC 7517 §9.3). */
export function toJwk({ kid, algorithm, publicKey }: OpenKey) {
  return { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: algorithm };
}
