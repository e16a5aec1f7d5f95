import type { VerificationKey } from '../keys/verification-key.js';
import type { Tails } from '../revocations/revocation-index.js';
import type { VerifiedToken } from './verified-token.js';

/** A token whose signature and claims held, and what must be looked at again each time. */
export interface Known {
  readonly token: VerifiedToken;
  readonly key: VerificationKey;
  readonly tails: Tails;
}

/**
 * Tokens that were verified, the least recently used dropped first. Only what an issuer signed gets in, so nobody can
 * fill it with inventions, and failures leave nothing behind. The key is the whole token: one that differs in a single
 * letter is another.
 */
export class VerificationCache {
  private readonly entries = new Map<string, Known>();

  constructor(private readonly capacity: number) {}

  get(token: string): Known | undefined {
    const known = this.entries.get(token);
    if (known === undefined) return undefined;
    this.entries.delete(token);
    this.entries.set(token, known);
    return known;
  }

  set(token: string, known: Known): void {
    if (this.capacity === 0) return;
    this.entries.set(token, known);
    if (this.entries.size > this.capacity) this.entries.delete(this.entries.keys().next().value!);
  }

  delete(token: string): void {
    this.entries.delete(token);
  }

  get size(): number {
    return this.entries.size;
  }
}
