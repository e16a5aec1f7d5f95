import { compactVerify, errors, type CompactJWSHeaderParameters } from 'jose';
import { InvalidToken } from '../refusals/index.js';
import { type Algorithm, ALGORITHMS, type VerificationKey } from '../keys/verification-key.js';

/** Longer than anything Gatehouse signs as a token; nobody makes us hash a megabyte. */
const LONGEST = 16_384;

export interface Verified {
  readonly claims: Record<string, unknown>;
  readonly key: VerificationKey;
}

type FindKey = (kid: string, algorithm: Algorithm) => VerificationKey | Promise<VerificationKey>;

/** An access token's signature and header (RFC 8725 §3.1, 3.2, 3.11). Throws InvalidToken, or what `findKey` throws. */
export async function verifyCompact(token: string, type: string, findKey: FindKey): Promise<Verified> {
  if (typeof token !== 'string' || token.length > LONGEST) throw new InvalidToken('no token, or too long for one');
  return verifySigned(token, type, findKey);
}

/** The same for text of any length. */
export async function verifySigned(jws: string, type: string, findKey: FindKey): Promise<Verified> {
  if (!isCanonical(jws)) throw new InvalidToken('the signature is not spelt as it should be');
  let key: VerificationKey | undefined;
  try {
    const { payload } = await compactVerify(
      jws,
      async (header) => {
        key = await findKey(kidOf(header, type), header.alg as Algorithm);
        return key.key;
      },
      { algorithms: [...ALGORITHMS] },
    );
    return { claims: objectOf(payload), key: key! };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new InvalidToken(error.message, { cause: error });
    }
    throw error;
  }
}

/** The key is found by its id in the issuer's own set; `jku`, `jwk`, `x5c` and `x5u` are not read (RFC 8725 §3.10). */
function kidOf({ typ, kid, crit }: CompactJWSHeaderParameters, type: string): string {
  // RFC 7515 §4.1.11: nothing that is critical is understood here, not even what jose would.
  if (crit !== undefined) throw new InvalidToken('has a critical extension');
  const plainType = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  if (plainType !== type) throw new InvalidToken(`not of the type ${type}`);
  if (typeof kid !== 'string') throw new InvalidToken('names no key');
  return kid;
}

/** The last letter can have bits to spare, which decoders pass over: one token would have several spellings. */
function isCanonical(jws: string): boolean {
  const length = jws.length - jws.lastIndexOf('.') - 1;
  const last = jws.charAt(jws.length - 1);
  if (length % 4 === 2) return 'AQgw'.includes(last);
  if (length % 4 === 3) return 'AEIMQUYcgkosw048'.includes(last);
  return length % 4 === 0;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function objectOf(payload: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(payload));
  } catch (error) {
    throw new InvalidToken('the payload is not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidToken('the payload is no object');
  }
  return value as Record<string, unknown>;
}
