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

/** The living part of `token_blacklist`, in memory: asked by every request, so it asks nobody. */
export class RevocationIndex {
  private readonly ids = new Map<string, number>();
  private readonly epochs = new Map<string, { minEpoch: number; expiresAt: number }>();

  add(entries: readonly RevocationEntry[]): void {
    for (const { jti, token_type, min_epoch, expires_at } of entries) {
      if (token_type === 'user') this.epochs.set(jti, this.later(jti, min_epoch ?? 0, expires_at.getTime()));
      else this.ids.set(jti, expires_at.getTime());
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
  sweep(now: number): void {
    for (const [id, expiresAt] of this.ids) if (expiresAt <= now) this.ids.delete(id);
    for (const [id, { expiresAt }] of this.epochs) if (expiresAt <= now) this.epochs.delete(id);
  }

  get size(): number {
    return this.ids.size + this.epochs.size;
  }

  /** Entries of one user can arrive out of order; the highest epoch holds. */
  private later(sub: string, minEpoch: number, expiresAt: number) {
    const known = this.epochs.get(sub);
    return {
      minEpoch: Math.max(minEpoch, known?.minEpoch ?? 0),
      expiresAt: Math.max(expiresAt, known?.expiresAt ?? 0),
    };
  }
}
