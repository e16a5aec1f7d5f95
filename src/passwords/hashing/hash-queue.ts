import { Injectable, Logger } from '@nestjs/common';
import { Histogram } from '#common/prometheus.js';
import { MetricsRegistry } from '#common/metrics.js';
import { traced } from '#common/traced.js';
import { Config } from '#config/index.js';
import { HashQueueFull } from '../passwords.errors.js';
import { hashesAtOnce } from './thread-pool.js';

const DEADLINE_MS = 10_000;
const MAX_RETRY_AFTER_SECONDS = 60;
/** Weight of the newest hash in the running mean. */
const NEWEST = 0.1;

interface Waiting {
  start(): void;
  refuse(error: HashQueueFull): void;
}

/**
 * Hashes are dear on purpose, so whoever may ask for one could take the whole machine (ASVS 15.2.2). At most so many
 * run, at most so many wait, first in, first out, none longer than a client would; the rest is refused at once.
 */
@Injectable()
export class HashQueue {
  private readonly logger = new Logger(HashQueue.name);
  private readonly concurrency: number;
  private readonly limit: number;
  private readonly waiting: Waiting[] = [];
  private active = 0;
  private meanSeconds = 0.05;
  private readonly rejected: (reason: 'full' | 'late') => void;
  private readonly seconds: Histogram;
  private readonly waited: Histogram;

  constructor({ passwords }: Config, registry: MetricsRegistry) {
    this.concurrency = hashesAtOnce(passwords.concurrency);
    this.limit = passwords.queue;
    if (this.concurrency < passwords.concurrency) {
      this.logger.log(
        `${this.concurrency} instead of ${passwords.concurrency} password hashes at once; raise UV_THREADPOOL_SIZE for more`,
      );
    }

    registry.gauge('gatehouse_password_hash_queue_length', 'Password hashes that wait', () => this.waiting.length);
    registry.gauge('gatehouse_password_hash_active', 'Password hashes that are computed right now', () => this.active);
    this.rejected = registry.counter(
      'gatehouse_password_hash_rejected_total',
      'Password hashes refused, because the queue was full or the wait too long',
      'reason',
      ['full', 'late'],
    );
    this.seconds = new Histogram({
      name: 'gatehouse_password_hash_seconds',
      help: 'Time for one password hash, without the wait',
      buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers: [registry],
    });
    this.waited = new Histogram({
      name: 'gatehouse_password_hash_wait_seconds',
      help: 'Time that a password hash waited for its turn; of those that were refused it tells nothing',
      buckets: [0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    });
  }

  /** Runs the job as soon as it is its turn. Throws HashQueueFull instead when that is too far off. */
  run<T>(job: () => Promise<T>): Promise<T> {
    return traced('password hash, with its wait', () => this.runInTurn(job));
  }

  /** For whoever would spend something before: throws HashQueueFull where `run` would do so now. */
  assertRoom(): void {
    if (this.active >= this.concurrency && this.waiting.length >= this.limit) throw this.refusal('full');
  }

  private async runInTurn<T>(job: () => Promise<T>): Promise<T> {
    const came = performance.now();
    if (this.active < this.concurrency) this.active += 1;
    else await this.turn();
    this.waited.observe((performance.now() - came) / 1000);

    const stop = this.seconds.startTimer();
    try {
      return await job();
    } finally {
      this.meanSeconds += NEWEST * (stop() - this.meanSeconds);
      this.next();
    }
  }

  /** Resolves when a slot was handed over; who waits never takes one that was not given. */
  private turn(): Promise<void> {
    if (this.waiting.length >= this.limit) throw this.refusal('full');
    return new Promise((resolve, reject) => {
      // All wait equally long at most, so the one whose time is up is the first in the row.
      const deadline = setTimeout(() => this.waiting.shift()?.refuse(this.refusal('late')), DEADLINE_MS);
      this.waiting.push({
        start: () => {
          clearTimeout(deadline);
          resolve();
        },
        refuse: reject,
      });
    });
  }

  private next(): void {
    const first = this.waiting.shift();
    if (first) first.start();
    else this.active -= 1;
  }

  private refusal(reason: 'full' | 'late'): HashQueueFull {
    this.rejected(reason);
    const seconds = ((this.waiting.length + this.active) * this.meanSeconds) / this.concurrency;
    return new HashQueueFull(Math.min(Math.max(1, Math.ceil(seconds)), MAX_RETRY_AFTER_SECONDS));
  }
}
