import type { KeyObject } from 'node:crypto';
import { seal, unseal } from './sealed.js';
import { constantTimeEqual, hmacSha256 } from './secrets.js';

/**
 * The keys for one purpose, one from each secret that is accepted, the newest first. What is made is made with the one
 * whose secret is in force; what any of them has made is still good.
 */
export class DerivedKeys {
  constructor(
    private readonly keys: readonly KeyObject[],
    private readonly inForce: () => number,
  ) {}

  mac(data: Buffer): Buffer {
    return hmacSha256(this.current, data);
  }

  isMac(data: Buffer, mac: Buffer): boolean {
    return this.ordered().some((key) => constantTimeEqual(hmacSha256(key, data), mac));
  }

  /** What `mac` gives, and then what it gave, or will give, under another secret. */
  macs(data: Buffer): [current: Buffer, ...others: Buffer[]] {
    const [current, ...others] = this.ordered().map((key) => hmacSha256(key, data));
    return [current!, ...others];
  }

  seal(plaintext: Buffer, context: string): Buffer {
    return seal(this.current, plaintext, context);
  }

  /** Throws when none of the keys opens it. */
  unseal(sealed: Buffer, context: string): Buffer {
    return this.opened(sealed, context).plaintext;
  }

  /** By its place: 0 is the newest. Throws when none of the keys opens it. */
  openerOf(sealed: Buffer, context: string): number {
    return this.opened(sealed, context).at;
  }

  /** The same, sealed with the newest key; undefined when it is already. Throws when none of the keys opens it. */
  resealed(sealed: Buffer, context: string): Buffer | undefined {
    const { at, plaintext } = this.opened(sealed, context);
    return at === 0 ? undefined : seal(this.keys[0]!, plaintext, context);
  }

  private get current(): KeyObject {
    return this.keys[this.inForce()]!;
  }

  private ordered(): KeyObject[] {
    return [this.current, ...this.keys.filter((key) => key !== this.current)];
  }

  private opened(sealed: Buffer, context: string): { at: number; plaintext: Buffer } {
    for (const [at, key] of this.keys.entries()) {
      try {
        return { at, plaintext: unseal(key, sealed, context) };
      } catch {
        // Another key may be the right one.
      }
    }
    throw new Error('Sealed with another key, or damaged');
  }
}
