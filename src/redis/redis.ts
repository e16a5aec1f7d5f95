import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { RedisLink } from './redis-link.js';
import type { Script } from './script.js';

const RETRY_MS = 1_000;

/** Opens a connection, or says why not. */
export type Open = () => Promise<RedisLink>;

type Proof = (link: RedisLink) => Promise<unknown>;

/**
 * Redis, where there is one. Whoever asks has another way: nothing here throws, and nothing waits longer than for one
 * command. Whatever goes wrong (no connection, no answer, an error of whatever kind) is a loss: nobody asks any more until
 * a new connection has proven that it does what is wanted of it.
 */
export class Redis implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Redis');
  private readonly stopping = new AbortController();
  private link: RedisLink | undefined;
  private proof: Proof = () => Promise.resolve();
  private missed = 0;

  /** `open` is undefined where REDIS_URL is not set. */
  constructor(
    private readonly open: Open | undefined,
    private readonly where = '',
  ) {}

  /** Whether it is wanted and not there. */
  get away(): boolean {
    return this.open !== undefined && this.link === undefined;
  }

  /** How often somebody had to go another way. */
  get misses(): number {
    return this.missed;
  }

  /** What has to go well before a connection is believed: the very thing that it will be asked for. */
  believeAfter(proof: Proof): void {
    this.proof = proof;
  }

  /** Only the service connects; what runs without HTTP has nothing to ask. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.open === undefined) return;
    const reason = await this.connect(this.open);
    if (reason === undefined) this.logger.log(`Redis at ${this.where} is in use`);
    else this.lost(this.open, reason);
  }

  /** Requests in flight are still counted: they have ended by now. */
  onApplicationShutdown(): void {
    this.stopping.abort();
    this.link?.end();
    this.link = undefined;
  }

  /** Undefined: it could not be asked, or `read` throws for its answer, which is a loss like any other. */
  async run<T>(
    script: Script,
    keys: (link: RedisLink) => string[],
    values: string[],
    read: (answer: unknown, link: RedisLink) => T,
  ): Promise<T | undefined> {
    const { link } = this;
    try {
      if (link) return read(await link.run(script, keys(link), values), link);
    } catch (error) {
      this.giveUp(link, error);
    }
    if (this.open !== undefined) this.missed += 1;
    return undefined;
  }

  /** The reason, where it fails. */
  private async connect(open: Open): Promise<unknown> {
    let link: RedisLink | undefined;
    try {
      link = await open();
      await this.proof(link);
    } catch (error) {
      link?.end();
      return error;
    }
    if (this.stopping.signal.aborted) {
      link.end();
      return this.stopping.signal.reason;
    }
    this.link = link;
    void link.ended.then((reason) => this.giveUp(link, reason));
    return undefined;
  }

  private giveUp(link: RedisLink | undefined, reason: unknown): void {
    if (link === undefined || this.link !== link) return;
    this.link = undefined;
    link.end();
    if (this.open) this.lost(this.open, reason);
  }

  /** Said once for each loss, however often it is tried again. */
  private lost(open: Open, reason: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.logger.warn(`Redis at ${this.where} cannot be asked, PostgreSQL counts instead: ${whatHappened(reason)}`);
    // It fails only when the service ends meanwhile.
    void this.tryAgain(open).catch(() => undefined);
  }

  private async tryAgain(open: Open): Promise<void> {
    do await delay(RETRY_MS, undefined, { signal: this.stopping.signal, ref: false });
    while ((await this.connect(open)) !== undefined);
    this.logger.log(`Redis at ${this.where} is in use again`);
  }
}

/** Of a name with several addresses Node reports all, under an empty message. */
function whatHappened(reason: unknown): string {
  if (reason instanceof AggregateError && !reason.message) return reason.errors.map(String).join(', ');
  return reason instanceof Error ? reason.message : String(reason);
}
