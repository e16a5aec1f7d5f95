import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { CannotStart, type SecretKey } from '#database/index.js';
import type { PublicJwk, SigningKey } from './signing-key.entity.js';

export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/** A signing key, opened. KeyObjects are kept because reading a PEM for each token costs three times the signature. */
export interface OpenKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As it is published: only public members (RFC 7517 §9.3). */
  readonly jwk: object;
}

export type SealedKey = Pick<SigningKey, 'kid' | 'privateKey'>;
type StoredKey = Pick<SigningKey, 'kid' | 'algorithm' | 'publicJwk' | 'privateKey'>;

export class WrongSecretKey extends CannotStart {
  constructor(kid: string) {
    super(
      `SECRET_KEY is not the one that the stored signing key ${kid} was sealed with. Set the former SECRET_KEY; to replace it, set SECRET_KEY_PREVIOUS to the former one beside the new SECRET_KEY.`,
    );
  }
}

/** What private keys are sealed with in the table. */
export function sealingKeysOf(secretKey: SecretKey): DerivedKeys {
  return secretKey.keysFor('signing-keys');
}

/** With which secret the stored key was sealed: 0 is the newest. Throws WrongSecretKey when with none of ours. */
export function openerOf({ kid, privateKey }: SealedKey, sealing: DerivedKeys): number {
  try {
    return sealing.openerOf(privateKey, kid);
  } catch {
    throw new WrongSecretKey(kid);
  }
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
export async function makeKey(algorithm: SigningAlgorithm, sealing: DerivedKeys) {
  const { publicKey, privateKey } = await generatePair(algorithm);
  const publicJwk = publicKey.export({ format: 'jwk' }) as PublicJwk;
  const kid = await calculateJwkThumbprint({ ...publicJwk });
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { kid, algorithm, publicJwk, privateKey: sealing.seal(pkcs8, kid) };
}

/** Opens a stored key. Throws WrongSecretKey when it was sealed under another secret. */
export function openKey(stored: StoredKey, sealing: DerivedKeys): OpenKey {
  const { kid } = stored;
  const algorithm = stored.algorithm as SigningAlgorithm;
  const publicKey = createPublicKey({ key: { ...stored.publicJwk }, format: 'jwk' });
  return {
    kid,
    algorithm,
    privateKey: createPrivateKey({ key: unsealKey(stored, sealing), format: 'der', type: 'pkcs8' }),
    publicKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: algorithm },
  };
}

function unsealKey(stored: SealedKey, sealing: DerivedKeys): Buffer {
  try {
    return sealing.unseal(stored.privateKey, stored.kid);
  } catch {
    throw new WrongSecretKey(stored.kid);
  }
}
