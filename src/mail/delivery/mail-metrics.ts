import { setImmediate as otherGaugesFirst, setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Counter, Gauge } from '#common/prometheus.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Sql } from '#database/index.js';
import type { LetterStatus } from '../outbox/outbox.entity.js';
import { COUNT_BY_STATUS, OLDEST_QUEUED } from '../outbox/outbox.statements.js';

const STATUSES: readonly LetterStatus[] = ['queued', 'sent', 'dead'];

/** Prometheus gives up after ten seconds, and has nothing then. */
const LONGEST_MS = 2_000;

/** The counters are those of this instance; the gauges look into the table, which all share, when they are asked. */
@Injectable()
export class MailMetrics {
  readonly sent: Counter;
  readonly failed: Counter;
  private readonly logger = new Logger(MailMetrics.name);

  constructor(
    private readonly sql: Sql,
    registry: MetricsRegistry,
  ) {
    const registers = [registry];
    this.sent = new Counter({
      name: 'gatehouse_letters_sent_total',
      help: 'Letters that this instance has handed over',
      registers,
    });
    this.failed = new Counter({
      name: 'gatehouse_letters_failed_total',
      help: 'Attempts of this instance to send a letter that failed',
      registers,
    });
    this.gauges(registers);
  }

  private gauges(registers: MetricsRegistry[]): void {
    const letters: Gauge<'status'> = new Gauge({
      name: 'gatehouse_outbox_letters',
      help: 'Letters in the outbox, by status',
      labelNames: ['status'],
      registers,
      aggregator: 'max',
      collect: () =>
        this.ask(
          () => this.count(letters),
          () => letters.reset(),
        ),
    });
    const oldest: Gauge = new Gauge({
      name: 'gatehouse_outbox_oldest_queued_seconds',
      help: 'Age of the oldest letter that was not sent yet',
      registers,
      aggregator: 'max',
      collect: () =>
        this.ask(
          async () => {
            const [row] = await this.sql.run<{ seconds: number }>(OLDEST_QUEUED);
            oldest.set(row!.seconds);
          },
          () => oldest.remove({}),
        ),
    });
  }

  private async count(letters: Gauge<'status'>): Promise<void> {
    const rows = await this.sql.run<{ status: LetterStatus; letters: number }>(COUNT_BY_STATUS);
    const counts = new Map(rows.map((row) => [row.status, row.letters]));
    for (const status of STATUSES) letters.set({ status }, counts.get(status) ?? 0);
  }

  /**
   * All other metrics are wanted most when the database is away. What was counted before is not told again then: nobody
   * would see how old it is.
   */
  private async ask(question: () => Promise<void>, forget: () => void): Promise<void> {
    // The connections in use are counted without these two.
    await otherGaugesFirst();
    const timer = new AbortController();
    try {
      const late = delay(LONGEST_MS, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`no answer within ${LONGEST_MS} ms`);
      });
      late.catch(() => undefined);
      await Promise.race([question(), late]);
    } catch (error) {
      forget();
      this.logger.warn(`The outbox cannot be counted: ${String(error)}`);
    } finally {
      timer.abort();
    }
  }
}
