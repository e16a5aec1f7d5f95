import type { BlacklistedTokenType } from './token-blacklist.entity.js';

/** What of an access token a revocation can hit. */
export interface RevocableToken {
  readonly jti: string;
  readonly sid: string;
  readonly sub: string;
  readonly epoch: number;
}

export interface RevocationEntry {
  readonly jti: string;
  readonly token_type: BlacklistedTokenType;
  readonly min_epoch: number | null;
  readonly expires_at: Date;
}

/**
 * The living part of `token_blacklist`, in memory: asked by every request, so it asks nobody. For how long an entry is
 * remembered is told by a clock that nobody sets (`performance.now()`): one that jumps forward and back would have what
 * is revoked forgotten in between.
 */
export class RevocationIndex {
  private readonly ids = new Map<string, number>();
  private readonly epochs = new Map<string, { minEpoch: number; forgottenAt: number }>();

  /** `lifeMs`: no token that an entry concerns lives longer from now. */
  constructor(private readonly lifeMs: number) {}

  add(entries: readonly RevocationEntry[], now = performance.now()): void {
    const forgottenAt = now + this.lifeMs;
    for (const { jti, token_type, min_epoch } of entries) {
      if (token_type === 'user') this.epochs.set(jti, this.later(jti, min_epoch ?? 0, forgottenAt));
      else this.ids.set(jti, forgottenAt);
    }
  }

  has({ jti, sid, sub, epoch }: RevocableToken): boolean {
    return this.ids.has(sid) || this.ids.has(jti) || epoch < (this.epochs.get(sub)?.minEpoch ?? 0);
  }

  /** Whether an entry would change nothing. */
  knows({ jti, token_type, min_epoch }: RevocationEntry): boolean {
    return token_type === 'user' ? (this.epochs.get(jti)?.minEpoch ?? -1) >= (min_epoch ?? 0) : this.ids.has(jti);
  }

  /** Forgets what can no longer concern any token. */
  sweep(now = performance.now()): void {
    for (const [id, forgottenAt] of this.ids) if (forgottenAt <= now) this.ids.delete(id);
    for (const [id, { forgottenAt }] of this.epochs) if (forgottenAt <= now) this.epochs.delete(id);
  }

  get size(): number {
    return this.ids.size + this.epochs.size;
  }

  /** Entries of one user can arrive out of order; the highest epoch holds. */
  private later(sub: string, minEpoch: number, forgottenAt: number) {
    const known = this.epochs.get(sub)?.minEpoch ?? 0;
    return { minEpoch: Math.max(minEpoch, known), forgottenAt };
  }
}
