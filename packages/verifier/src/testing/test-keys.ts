import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Algorithm } from '../keys/verification-key.js';

export interface TestKey {
  readonly kid: string;
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  /** As it stands in the key set. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function makeKey(algorithm: Algorithm): TestKey {
  const { privateKey, publicKey } = PAIRS[algorithm]();
  const kid = randomUUID();
  return {
    kid,
    algorithm,
    privateKey,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: algorithm, use: 'sig' },
  };
}

/** A JWS in compact form (RFC 7515 §7.1). Made at once, so that a test needs no `await` for a header. */
export function signCompact(header: object, payload: object, { algorithm, privateKey }: TestKey): string {
  const content = `${encode(header)}.${encode(payload)}`;
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  const signature = sign(digest, Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const PAIRS = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};
