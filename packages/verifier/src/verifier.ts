import { KeySet } from './keys/key-set.js';
import { type Settings, settingsOf, type VerifierOptions, type WhenStale } from './options.js';
import { InvalidToken, KeysUnavailable, type Refusal, RevocationsStale } from './refusals/index.js';
import { FeedFollower } from './revocations/feed-follower.js';
import { tailsOf } from './revocations/revocation-index.js';
import { LONGEST_TOKEN, verifyCompact } from './token/compact-jws.js';
import { readClaims } from './token/read-claims.js';
import { type Known, VerificationCache } from './token/verification-cache.js';
import type { VerifiedToken } from './token/verified-token.js';

/** RFC 9068 §2.1, so that no other kind of JWT passes for an access token (RFC 8725 §3.11). */
const TYPE = 'at+jwt';

export interface VerifyOptions {
  /** For this call; otherwise as the verifier was made. */
  readonly whenStale?: WhenStale;
}

/** Verifies access tokens offline (RFC 9068 §4), and knows of revocations by the issuer's feed. */
export class Verifier {
  private readonly settings: Settings;
  private readonly closing = new AbortController();
  private readonly keys: KeySet;
  private readonly feed: FeedFollower | undefined;
  private readonly cache: VerificationCache;
  /** What is behind a token that was handed out, for `recheck`. */
  private readonly known = new WeakMap<VerifiedToken, Known>();

  constructor(options: VerifierOptions) {
    const settings = settingsOf(options);
    const { issuer, clockTolerance, fetch, clock } = settings;
    const signal = this.closing.signal;
    this.settings = settings;
    this.keys = new KeySet({ uri: settings.jwksUri, fetch, clock, signal });
    this.cache = new VerificationCache(settings.cacheSize);
    if (settings.follows) {
      const feed = { uri: settings.revocationsUri, issuer, clockTolerance, fetch, clock, signal };
      this.feed = new FeedFollower(this.keys, feed);
    }
  }

  /**
   * Whom the token speaks for. Rejects with a Refusal: InvalidToken (401), KeysUnavailable or RevocationsStale (503).
   * The first call begins to fetch keys and to follow the feed.
   */
  async verify(token: string, options?: VerifyOptions): Promise<VerifiedToken> {
    const known = this.cache.get(token);
    if (known === undefined) return this.verifyAnew(token, options);
    if (this.feed?.isLost()) await this.feed.started();
    if (this.keys.holds(known.key)) return this.stillGood(known, options);
    this.cache.delete(token);
    return this.verifyAnew(token, options);
  }

  /** Whether a token that was verified earlier still holds; throws the Refusal where not. For open connections. */
  recheck(token: VerifiedToken, options?: VerifyOptions): void {
    const known = this.known.get(token);
    if (known === undefined) throw new InvalidToken('verified by somebody else');
    if (!this.keys.holds(known.key)) throw new InvalidToken('its key has been withdrawn');
    this.stillGood(known, options);
  }

  /** Fetches keys and revocations ahead of the first request. Never rejects: what is missing heals by itself. */
  async warmUp(): Promise<void> {
    await Promise.all([this.keys.ready(), this.feed?.started()]);
  }

  /** Stops following the feed. An open verifier keeps the process alive. */
  close(): void {
    this.closing.abort();
  }

  private async verifyAnew(token: string, options: VerifyOptions | undefined): Promise<VerifiedToken> {
    if (this.closing.signal.aborted) throw new KeysUnavailable('this verifier has been closed');
    if (token?.length > LONGEST_TOKEN) throw new InvalidToken('too long for a token');
    const hearing = this.feed?.started();
    const { claims, key } = await verifyCompact(token, TYPE, (kid, algorithm) => this.keys.find(kid, algorithm));
    const verified = readClaims(claims, this.settings, this.nowSeconds());
    const known = { token: verified, key, tails: tailsOf(verified) };
    await hearing;
    // Keys and revocations may have changed meanwhile.
    if (!this.keys.holds(key)) throw new InvalidToken('its key has been withdrawn');
    this.stillGood(known, options);
    this.cache.set(token, known);
    this.known.set(verified, known);
    return verified;
  }

  /** What can change from one look to the next: time, revocations, and how well they are known. */
  private stillGood({ token, tails }: Known, options: VerifyOptions | undefined): VerifiedToken {
    const now = this.nowSeconds();
    if (now >= token.expiresAt + this.settings.clockTolerance) throw new InvalidToken('expired');
    this.keys.tend();
    if (this.feed !== undefined) {
      if (this.feed.index.has(tails, token.epoch, now)) throw new InvalidToken('revoked');
      const { whenStale = this.settings.whenStale } = options ?? {};
      // Whatever else a caller without types may say.
      if (whenStale !== 'accept' && this.feed.ageSeconds() > this.settings.maxStaleness) throw this.stale(this.feed);
    }
    return token;
  }

  private stale({ lastError }: FeedFollower): Refusal {
    const why = lastError instanceof Error ? lastError.message : 'no answer';
    return new RevocationsStale(`nothing heard from ${this.settings.revocationsUri}: ${why}`, { cause: lastError });
  }

  private nowSeconds(): number {
    return this.settings.clock.now() / 1000;
  }
}

/** `createVerifier({ issuer: 'https://auth.example.org', audience: 'orders' })` */
export function createVerifier(options: VerifierOptions): Verifier {
  return new Verifier(options);
}
