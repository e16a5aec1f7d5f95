import type { Clock } from '../clock.js';
import { backoff, pause } from '../http/backoff.js';
import { type Fetch, get } from '../http/get.js';
import type { KeySet } from '../keys/key-set.js';
import { verifyCompact } from '../token/compact-jws.js';
import { type FeedAnswer, readFeedAnswer } from './feed-answer.js';
import { Freshness } from './freshness.js';
import { RevocationIndex } from './revocation-index.js';

const TYPE = 'revocations+jwt';
const WAIT_SECONDS = 5;
/** Beyond the waiting that was asked for; less than would make the index stale. */
const TIMEOUT_MS = 4_000;
/** A snapshot of a million entries takes a while. */
const SNAPSHOT_TIMEOUT_MS = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_BACKOFF_MS = 10_000;
/** How long the first request of all waits for the first answer. */
const PATIENCE_MS = 5_000;
/** Between two answers that told something: what happens meanwhile comes in one. */
const GATHER_MS = 50;
/** Between two that told nothing and came at once, from a cache that knows no waiting. */
const IDLE_MS = 1_000;

export interface FeedOptions {
  readonly uri: string;
  readonly issuer: string;
  readonly clockTolerance: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Follows the feed of revocations by long polling (see FEED.md). */
export class FeedFollower {
  readonly index = new RevocationIndex();
  lastError: unknown;
  private readonly freshness: Freshness;
  private cursor: string | undefined;
  private firstTry: Promise<void> | undefined;

  constructor(
    private readonly keys: KeySet,
    private readonly options: FeedOptions,
  ) {
    this.freshness = new Freshness(options.clock, options.clockTolerance);
  }

  /** Begins with the first call, and resolves when the first answer is there, failed or late: never rejects. */
  started(): Promise<void> {
    this.firstTry ??= new Promise((resolve) => {
      void this.follow(resolve);
      void pause(PATIENCE_MS, this.options.signal).then(resolve);
    });
    return this.firstTry;
  }

  ageSeconds(): number {
    return this.freshness.ageSeconds();
  }

  private async follow(tried: () => void): Promise<void> {
    const { signal, clock } = this.options;
    let failures = 0;
    while (!signal.aborted) {
      const began = clock.elapsed();
      try {
        // The first answer, and that after a failure, is wanted at once.
        const wait = this.cursor === undefined || failures > 0 ? 0 : WAIT_SECONDS;
        const isNews = await this.ask(wait);
        failures = 0;
        this.lastError = undefined;
        tried();
        const rest = isNews || wait === 0 ? GATHER_MS : IDLE_MS - (clock.elapsed() - began);
        if (rest > 0) await pause(rest, signal);
      } catch (error) {
        this.lastError = error;
        tried();
        await pause(backoff(failures++, LONGEST_BACKOFF_MS), signal);
      }
    }
    tried();
  }

  /** One question. Whether it told something new. */
  private async ask(wait: number): Promise<boolean> {
    const { fetch, signal, issuer } = this.options;
    const { status, text } = await get(this.url(wait), {
      fetch,
      signal,
      accept: 'application/jwt',
      timeoutMs: this.cursor === undefined ? SNAPSHOT_TIMEOUT_MS : TIMEOUT_MS + wait * 1000,
      mostBytes: MOST_BYTES,
    });
    // Nothing new, but nothing signed either: it does not count as having heard from the issuer.
    if (status === 304) return false;
    if (status !== 200) {
      // It does not know our cursor: from the beginning. A server in distress is spared that.
      if (status >= 400 && status < 500 && status !== 429) this.cursor = undefined;
      throw new Error(`the feed answered ${status}`);
    }
    const { claims } = await verifyCompact(text.trim(), TYPE, (kid, algorithm) => this.keys.find(kid, algorithm));
    return this.take(readFeedAnswer(claims, issuer));
  }

  /** Entries are only ever added, so an answer that was signed is true whenever it arrives. */
  private take(answer: FeedAnswer): boolean {
    if (answer.from !== null && answer.from !== this.cursor) {
      this.cursor = undefined;
      throw new Error('the feed continues something else');
    }
    const isNews = answer.cursor !== this.cursor;
    this.index.add(answer, this.options.clock.now() / 1000);
    this.cursor = answer.cursor;
    if (!this.freshness.heard(answer.issuedAt)) throw new Error('the feed was signed in the future: clocks differ');
    return isNews;
  }

  private url(wait: number): string {
    const url = new URL(this.options.uri);
    if (this.cursor !== undefined) {
      url.searchParams.set('since', this.cursor);
      url.searchParams.set('wait', String(wait));
    }
    return url.href;
  }
}
