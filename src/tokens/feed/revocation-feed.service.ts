import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SignJWT } from 'jose';
import { Clock } from '#common/clock.js';
import { Config } from '#config/index.js';
import { TokenBlacklistService } from '../blacklist/token-blacklist.service.js';
import { SigningKeysService } from '../keys/signing-keys.service.js';
import { encodeCursor } from './cursor.js';
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
  private readonly stopping = new AbortController();
  /** All who have seen the same get the same: one statement and one signature for each change, however many ask. */
  private answers = new Map<string, Promise<FeedAnswer>>();
  private waiting = 0;

  constructor(
    private readonly blacklist: TokenBlacklistService,
    private readonly keys: SigningKeysService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    blacklist.onChange(() => this.answers.clear());
  }

  /** What came after `since`, a snapshot; everything without one. Waits for news, at most so long. */
  async after(since: string | undefined, waitMs: number, signal?: AbortSignal): Promise<FeedAnswer> {
    const until = performance.now() + waitMs;
    for (;;) {
      const change = this.blacklist.nextChange();
      const answer = await this.answerFor(since);
      const left = until - performance.now();
      const enough = answer.news || since === undefined || left <= 0 || this.waiting >= MAX_WAITING;
      if (enough || this.stopping.signal.aborted || signal?.aborted) return answer;
      await this.wait(change, this.blacklist.hears ? left : Math.min(left, DEAF_MS), signal);
      if (!this.blacklist.hears || performance.now() >= until) this.answers.delete(since);
    }
  }

  get ended(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Those who wait are answered, so that the service can end. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async wait(change: Promise<void>, ms: number, signal: AbortSignal | undefined): Promise<void> {
    this.waiting += 1;
    const over = AbortSignal.any([
      this.stopping.signal,
      AbortSignal.timeout(Math.ceil(ms)),
      ...(signal ? [signal] : []),
    ]);
    const ended = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([change, ended]);
    this.waiting -= 1;
  }

  private answerFor(since: string | undefined): Promise<FeedAnswer> {
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
