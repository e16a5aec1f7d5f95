import { type Algorithm, ALGORITHMS } from '../keys/verification-key.js';
import { InvalidToken } from '../refusals/index.js';
import { decodeBase64url } from './base64url.js';
import { objectOf } from './json-object.js';

export interface JoseHeader {
  readonly algorithm: Algorithm;
  readonly kid: string;
}

/**
 * The algorithm is one of ours, the type is the one that is expected (RFC 8725 §3.1, 3.11). The key is found by its id in
 * the issuer's own set; `jku`, `jwk`, `x5c` and `x5u` are not read (§3.10). Nothing that is critical is understood
 * (RFC 7515 §4.1.11).
 */
export function readHeader(encoded: string, type: string): JoseHeader {
  const { alg, typ, kid, crit } = objectOf(decodeBase64url(encoded));
  const plainType = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  if (plainType !== type) throw new InvalidToken(`not of the type ${type}`);
  if (crit !== undefined) throw new InvalidToken('has a critical extension');
  if (typeof kid !== 'string') throw new InvalidToken('names no key');
  const algorithm = ALGORITHMS.find((each) => each === alg);
  if (algorithm === undefined) throw new InvalidToken('signed by an algorithm that is not taken');
  return { algorithm, kid };
}
