import type { OpenKey } from '../keys/key-material.js';
import type { AccessTokenClaims } from './access-token-claims.js';

export type ReadClaims = Readonly<Partial<AccessTokenClaims>>;

/** A token whose signature held, and the key that it held with. */
export interface SignedClaims {
  readonly claims: ReadClaims;
  readonly key: OpenKey;
}

/** About two kilobytes each. */
const CAPACITY = 5_000;

/**
 * Tokens whose signature was verified, the least recently used dropped first: computing it anew takes longer than all
 * else that is done for a token. Kept is only what cannot change; time, key and revocations are looked at again with
 * each use. Only what we have signed gets in, so nobody can fill it with inventions. The whole token is the name of its
 * entry: one that differs in a single letter is another.
 */
export class VerifiedTokens {
  private readonly entries = new Map<string, SignedClaims>();

  constructor(private readonly capacity = CAPACITY) {}

  get(token: string): SignedClaims | undefined {
    const known = this.entries.get(token);
    if (known === undefined) return undefined;
    this.entries.delete(token);
    this.entries.set(token, known);
    return known;
  }

  set(token: string, { claims, key }: SignedClaims): void {
    this.entries.set(token, { claims: deepFreeze(claims), key });
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }

  get size(): number {
    return this.entries.size;
  }
}

/** Many requests share them: one cannot change them for another. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of Object.values(value)) deepFreeze(member);
  return Object.freeze(value);
}
