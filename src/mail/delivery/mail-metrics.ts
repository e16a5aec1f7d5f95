import { Injectable, Logger } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { MetricsRegistry } from '#common/metrics.js';
import { Sql } from '#database/index.js';
import type { LetterStatus } from '../outbox/outbox.entity.js';
import { COUNT_BY_STATUS, OLDEST_QUEUED } from '../outbox/outbox.statements.js';

const STATUSES: readonly LetterStatus[] = ['queued', 'sent', 'dead'];

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
      help: 'Letters that this instance has handed over.',
      registers,
    });
    this.failed = new Counter({
      name: 'gatehouse_letters_failed_total',
      help: 'Attempts of this instance to send a letter that failed.',
      registers,
    });
    this.gauges(registers);
  }

  private gauges(registers: MetricsRegistry[]): void {
    const letters: Gauge<'status'> = new Gauge({
      name: 'gatehouse_outbox_letters',
      help: 'Letters in the outbox, by status.',
      labelNames: ['status'],
      registers,
      collect: () => this.ask(async () => this.count(letters)),
    });
    const oldest: Gauge = new Gauge({
      name: 'gatehouse_outbox_oldest_queued_seconds',
      help: 'Age of the oldest letter that was not sent yet.',
      registers,
      collect: () =>
        this.ask(async () => {
          const [row] = await this.sql.run<{ seconds: number }>(OLDEST_QUEUED);
          oldest.set(row!.seconds);
        }),
    });
  }

  private async count(letters: Gauge<'status'>): Promise<void> {
    const rows = await this.sql.run<{ status: LetterStatus; letters: number }>(COUNT_BY_STATUS);
    const counts = new Map(rows.map((row) => [row.status, row.letters]));
    for (const status of STATUSES) letters.set({ status }, counts.get(status) ?? 0);
  }

  /** All other metrics are wanted most when the database is away. */
  private async ask(question: () => Promise<void>): Promise<void> {
    try {
      await question();
    } catch (error) {
      this.logger.warn(`The outbox cannot be counted: ${String(error)}`);
    }
  }
}
