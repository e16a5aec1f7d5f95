import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SignJWT } from 'jose';
import { Clock } from '#common/clock.js';
import { Config } from '#config/index.js';
import { TokenBlacklistService } from '../blacklist/token-blacklist.service.js';
import { SigningKeysService } from '../keys/signing-keys.service.js';
import { encodeCursor } from './cursor.js';
import { Horizon } from './horizon.js';
import { idsOf, type RevocationDocument, usersOf } from './revocation-document.js';

/** While changes are not heard, the table is asked so often. */
const DEAF_MS = 1_000;
/** Whoever waits holds a connection. More than these are answered at once. */
const MAX_WAITING = 5_000;

export interface FeedAnswer {
  readonly cursor: string;
  /** A JWS of type `revocations+jwt` that says a RevocationDocument. */
  readonly signed: string;
  /** Whether it says anything. */
  readonly news: boolean;
}

/** What services that verify offline must know besides the keys: which tokens are dead before their time. */
@Injectable()
export class RevocationFeed implements OnModuleDestroy {
  /** All who have seen the same get the same: one statement and one signature for each change, however many ask. */
  private readonly answers = new Map<string, Promise<FeedAnswer>>();
  private readonly horizon = new Horizon();
  private readonly sleepers = new Set<() => void>();
  private changes = 0;
  private stopping = false;

  constructor(
    private readonly blacklist: TokenBlacklistService,
    private readonly keys: SigningKeysService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    blacklist.onChange(() => {
      this.changes += 1;
      this.answers.clear();
      this.wakeAll();
    });
  }

  /** What came after `since`, a snapshot; everything without one. Waits for news, at most so long. */
  async after(since: string | undefined, waitMs: number, signal?: AbortSignal): Promise<FeedAnswer> {
    const until = performance.now() + waitMs;
    for (;;) {
      const { changes } = this;
      const answer = await this.answerFor(since);
      const left = until - performance.now();
      const enough = answer.news || since === undefined || left <= 0 || this.isFull;
      if (enough || this.stopping || signal?.aborted) return answer;
      // What happened while the answer was made is not slept over.
      if (changes === this.changes) await this.sleep(this.blacklist.hears ? left : Math.min(left, DEAF_MS), signal);
    }
  }

  /** How many wait for news just now. */
  get waiting(): number {
    return this.sleepers.size;
  }

  /** Whether nobody else may wait. */
  get isFull(): boolean {
    return this.sleepers.size >= MAX_WAITING;
  }

  /** Whether the service is about to end. */
  get ended(): boolean {
    return this.stopping;
  }

  /** Those who wait are answered, so that the service can end. */
  onModuleDestroy(): void {
    this.stopping = true;
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of this.sleepers) wake();
  }

  /** Until there is a change, the service or the caller goes away, or the time is up. */
  private sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.sleepers.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  private answerFor(since: string | undefined): Promise<FeedAnswer> {
    if (since !== undefined && this.horizon.isBeyond(since)) return this.answerFor(undefined);
    const key = since ?? '';
    const known = this.answers.get(key);
    if (known) return known;
    const answer = this.read(since);
    this.answers.set(key, answer);
    // What has failed is not kept, nor is what would grow old: `iat` says how fresh an answer is.
    const forget = () => this.answers.get(key) === answer && this.answers.delete(key);
    answer.then(() => setTimeout(forget, DEAF_MS).unref(), forget);
    return answer;
  }

  private async read(since: string | undefined): Promise<FeedAnswer> {
    const { snapshot, from, entries } = await this.blacklist.writtenAfter(since);
    this.horizon.saw(snapshot, performance.now());
    const cursor = encodeCursor(snapshot);
    const document: RevocationDocument = {
      iss: this.config.publicUrl,
      iat: this.clock.epochSeconds(),
      from: from === null ? null : encodeCursor(from),
      cursor,
      access_ttl: this.config.tokens.accessSeconds,
      ids: idsOf(entries),
      users: usersOf(entries),
    };
    return { cursor, signed: await this.sign(document), news: entries.length > 0 };
  }

  private sign(document: RevocationDocument): Promise<string> {
    const { algorithm, kid, privateKey } = this.keys.current();
    return new SignJWT({ ...document })
      .setProtectedHeader({ alg: algorithm, typ: 'revocations+jwt', kid })
      .sign(privateKey);
  }
}
