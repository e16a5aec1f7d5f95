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
/** Beyond the time that a step may take, until it counts as lost. */
const LOST_MS = 1_000;
/** For the key that signed an answer, should it have to be asked for. */
const KEY_MS = 5_000;

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
  /** Counts the beginnings; an older one that lives on after all gives way. */
  private round = 0;
  /** When following goes on at the latest, as long as it lives. */
  private heardOfBy = Infinity;

  constructor(
    private readonly keys: KeySet,
    private readonly options: FeedOptions,
  ) {
    this.freshness = new Freshness(options.clock, options.clockTolerance);
  }

  /** Begins with the first call, and resolves when the first answer is there, failed or late: never rejects. */
  started(): Promise<void> {
    if (this.firstTry === undefined || this.isLost()) {
      this.firstTry = new Promise((resolve) => {
        void this.follow(++this.round, resolve);
        void pause(PATIENCE_MS, this.options.signal).then(resolve);
      });
    }
    return this.firstTry;
  }

  /**
   * Whether following has ended without a word: workers end what a request began together with it, timers too. Then
   * whoever comes next has to begin anew.
   */
  isLost(): boolean {
    return this.options.clock.elapsed() > this.heardOfBy;
  }

  ageSeconds(): number {
    return this.freshness.ageSeconds();
  }

  private async follow(round: number, tried: () => void): Promise<void> {
    const { signal, clock } = this.options;
    let failures = 0;
    let isFirst = true;
    while (!signal.aborted && round === this.round) {
      const began = clock.elapsed();
      try {
        // The first answer, and that after a failure, is wanted at once.
        const wait = isFirst || this.cursor === undefined || failures > 0 ? 0 : WAIT_SECONDS;
        const isNews = await this.ask(wait, round);
        isFirst = false;
        failures = 0;
        this.lastError = undefined;
        tried();
        const rest = isNews || wait === 0 ? GATHER_MS : IDLE_MS - (clock.elapsed() - began);
        if (rest > 0) await this.rest(rest);
      } catch (error) {
        this.lastError = error;
        tried();
        if (round === this.round) await this.rest(backoff(failures++, LONGEST_BACKOFF_MS));
      }
    }
    tried();
  }

  private takesAtMost(ms: number): void {
    this.heardOfBy = this.options.clock.elapsed() + ms + LOST_MS;
  }

  private rest(ms: number): Promise<void> {
    this.takesAtMost(ms);
    return pause(ms, this.options.signal);
  }

  /** One question. Whether it told something new. */
  private async ask(wait: number, round: number): Promise<boolean> {
    const { fetch, signal, issuer } = this.options;
    const timeoutMs = this.cursor === undefined ? SNAPSHOT_TIMEOUT_MS : TIMEOUT_MS + wait * 1000;
    this.takesAtMost(timeoutMs);
    const { status, text } = await get(this.url(wait), {
      fetch,
      signal,
      accept: 'application/jwt',
      timeoutMs,
      mostBytes: MOST_BYTES,
    });
    this.takesAtMost(KEY_MS);
    // Nothing new, but nothing signed either: it does not count as having heard from the issuer.
    if (status === 304) return false;
    if (status !== 200) {
      // It does not know our cursor: from the beginning. A server in distress is spared that.
      if (status >= 400 && status < 500 && status !== 429) this.cursor = undefined;
      throw new Error(`the feed answered ${status}`);
    }
    const { claims } = await verifyCompact(text.trim(), TYPE, (kid, algorithm) => this.keys.find(kid, algorithm));
    const answer = readFeedAnswer(claims, issuer);
    return round === this.round && this.take(answer);
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
