import type { JWK } from 'jose';
import type { Clock } from '../clock.js';
import { backoff } from '../http/backoff.js';
import { type Fetch, get } from '../http/get.js';
import { InvalidToken, KeysUnavailable } from '../refusals/index.js';
import { freshnessLifetime } from './freshness-lifetime.js';
import { type Algorithm, importKeys, type VerificationKey } from './verification-key.js';

/** However many unknown key ids are shown: one request in this time. */
export const COOL_DOWN_MS = 30_000;
/** How long the last good set is used when the server is away. */
const LONGEST_MS = 24 * 3600_000;
/** Asked ahead of expiry, in this last part of a set's life. */
const AHEAD = 0.25;
const TIMEOUT_MS = 5_000;
const MOST_BYTES = 256 * 1024;

export interface KeySetOptions {
  readonly uri: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The issuer's keys (RFC 7517), as its caching headers allow. Asks only when it is asked: no timer of its own. */
export class KeySet {
  private keys: ReadonlyMap<string, VerificationKey> = new Map();
  private loadedAt = -Infinity;
  private lifetimeMs = 0;
  private askedAt = -Infinity;
  private failures = 0;
  private quietUntil = -Infinity;
  private lastError: unknown;
  private asking: Promise<void> | undefined;

  constructor(private readonly options: KeySetOptions) {}

  /** Throws InvalidToken for an unknown key, KeysUnavailable where there are none at all. */
  find(kid: string, algorithm: Algorithm): VerificationKey | Promise<VerificationKey> {
    const age = this.options.clock.elapsed() - this.loadedAt;
    const key = this.keys.get(kid);
    // Beyond its life a set is used only when asking has failed.
    if (key === undefined || age > LONGEST_MS || (age > this.lifetimeMs && this.failures === 0)) {
      return this.findAnew(kid, algorithm);
    }
    this.tend();
    return fitting(key, algorithm);
  }

  /** Whether this very key is still in the set. */
  holds(key: VerificationKey): boolean {
    return this.keys.get(key.kid) === key && this.options.clock.elapsed() - this.loadedAt <= LONGEST_MS;
  }

  /** To be called with each use, so that a set in use is renewed before it expires. */
  tend(): void {
    const age = this.options.clock.elapsed() - this.loadedAt;
    if (age > this.lifetimeMs * (1 - AHEAD)) void this.ask().catch(() => undefined);
  }

  /** Resolves when there are keys, or asking for them has failed. */
  async ready(): Promise<void> {
    if (this.keys.size === 0) await this.ask().catch(() => undefined);
  }

  private async findAnew(kid: string, algorithm: Algorithm): Promise<VerificationKey> {
    const { clock } = this.options;
    const isUsable = () => this.keys.size > 0 && clock.elapsed() - this.loadedAt <= LONGEST_MS;
    const isFresh = clock.elapsed() - this.loadedAt <= this.lifetimeMs;
    if (isFresh && clock.elapsed() - this.askedAt < COOL_DOWN_MS && this.asking === undefined) {
      throw new InvalidToken('signed by an unknown key');
    }
    await this.ask().catch(() => undefined);
    if (!isUsable()) throw new KeysUnavailable(this.reason(), { cause: this.lastError });
    const key = this.keys.get(kid);
    if (key === undefined) throw new InvalidToken('signed by an unknown key');
    return fitting(key, algorithm);
  }

  /** One request at a time, and after a failure none for a while. */
  private ask(): Promise<void> {
    if (this.asking !== undefined && !this.isLost()) return this.asking;
    if (this.options.clock.elapsed() < this.quietUntil) return Promise.resolve();
    const asking = this.load().finally(() => {
      if (this.asking === asking) this.asking = undefined;
    });
    this.asking = asking;
    return asking;
  }

  /** Workers end what a request began together with it, timers too: that question is never answered, nor given up. */
  private isLost(): boolean {
    return this.options.clock.elapsed() - this.askedAt > 2 * TIMEOUT_MS;
  }

  private async load(): Promise<void> {
    const { uri, fetch, clock, signal } = this.options;
    const askedAt = clock.elapsed();
    this.askedAt = askedAt;
    try {
      const answer = await get(uri, {
        fetch,
        signal,
        accept: 'application/jwk-set+json, application/json',
        timeoutMs: TIMEOUT_MS,
        mostBytes: MOST_BYTES,
      });
      if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
      const keys = await importKeys(jwksOf(answer.text), this.keys);
      // An issuer without a key cannot have issued anything: more likely a proxy's idea of an answer.
      if (keys.size === 0) throw new Error('answered with no usable key');
      // One that was given up as lost and comes after all.
      if (askedAt < this.loadedAt) return;
      this.keys = keys;
      this.loadedAt = askedAt;
      this.lifetimeMs = freshnessLifetime(answer.headers) * 1000;
      this.failures = 0;
    } catch (error) {
      this.lastError = error;
      this.quietUntil = clock.elapsed() + backoff(this.failures++, COOL_DOWN_MS);
      throw error;
    }
  }

  private reason(): string {
    const why = this.lastError instanceof Error ? this.lastError.message : String(this.lastError);
    return `no keys from ${this.options.uri}: ${why}`;
  }
}

function fitting(key: VerificationKey, algorithm: Algorithm): VerificationKey {
  if (key.algorithm !== algorithm) throw new InvalidToken('signed by another algorithm than its key is for');
  return key;
}

function jwksOf(text: string): JWK[] {
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new Error('answered with something else than a key set');
  return keys.filter((key): key is JWK => typeof key === 'object' && key !== null);
}
