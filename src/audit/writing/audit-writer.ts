import { Injectable, Logger } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { type RecordedSecurityEvent, SecurityEvents } from '#common/events/security-events.js';
import { outsideOfRequest } from '#common/http/request-context.js';
import { EventChain } from '../chain/event-chain.service.js';
import { type PreparedEvent, prepareEvent } from '../chain/prepared-event.js';
import { AuditMetrics } from './audit.metrics.js';
import { RepeatedEvents } from './repeated-events.js';

/** Events of this time are written together: the end of the chain is locked once for all of them. */
const GATHER_MS = 10;
const RETRY_MS = 1_000;
const BATCH = 500;
/** About 20 MB. What comes on top while the database is away is lost to the table, never to the log. */
const MAX_WAITING = 20_000;

/** Writes every security event to the chain. Whoever publishes one does not wait for it. */
@Injectable()
export class AuditWriter {
  private readonly logger = new Logger(AuditWriter.name);
  private readonly repeats = new RepeatedEvents();
  private readonly waiting: PreparedEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private failing = false;
  private batch = BATCH;
  private lost = 0;

  constructor(
    private readonly chain: EventChain,
    private readonly metrics: AuditMetrics,
    events: SecurityEvents,
  ) {
    events.subscribe((event) => this.take(event));
    metrics.observe(() => this.waiting.length);
  }

  /** Writes what is waiting. Returns when it is in the table, or when the database would not have it. */
  async flush(): Promise<void> {
    if (this.running === undefined && this.waiting.length > 0) this.running = outsideOfRequest(() => this.write());
    await this.running;
  }

  /** Records how often refusals were repeated since the last time. */
  recordRepeats(): void {
    for (const event of this.repeats.drain()) this.keep(event);
  }

  /** Writes what is left. What the database does not take now is in the log only. */
  async close(): Promise<void> {
    this.recordRepeats();
    await this.flush();
    clearTimeout(this.timer);
    if (this.waiting.length > 0) this.logger.error(`${this.waiting.length} security events are in the log only`);
  }

  private take(event: RecordedSecurityEvent): void {
    if (this.repeats.isFirst(event)) this.keep(event);
  }

  private keep(event: RecordedSecurityEvent): void {
    if (this.waiting.length >= MAX_WAITING) this.lose(1);
    else this.waiting.push(prepareEvent(event));
    this.schedule(GATHER_MS);
  }

  private schedule(ms: number): void {
    if (this.timer !== undefined || this.running !== undefined) return;
    this.timer = setTimeout(() => void this.flush(), ms);
    this.timer.unref();
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    let retry: number | undefined;
    try {
      while (this.waiting.length > 0) {
        const batch = this.waiting.slice(0, this.batch);
        await this.chain.append(batch);
        this.waiting.splice(0, batch.length);
        this.recovered();
      }
      this.batch = BATCH;
    } catch (error) {
      retry = this.failed(error);
    }
    this.running = undefined;
    if (retry !== undefined) this.schedule(retry);
  }

  private recovered(): void {
    if (this.failing) this.logger.log('Security events are written again');
    this.failing = false;
    if (this.lost === 0) return;
    const detail = { lost: this.lost };
    this.lost = 0;
    this.waiting.push(prepareEvent({ type: 'audit.lost', outcome: 'failure', at: new Date(), detail }));
  }

  /** When to try again. An event that the database cannot hold must not keep back the others: it is found one by one. */
  private failed(error: unknown): number {
    if (isRefused(error)) {
      if (this.batch > 1) this.batch = 1;
      else {
        this.logger.error(error);
        this.waiting.shift();
        this.lose(1);
        this.batch = BATCH;
      }
      return 0;
    }
    if (!this.failing) this.logger.warn(`Security events wait in memory for the database: ${String(error)}`);
    this.failing = true;
    return RETRY_MS;
  }

  private lose(count: number): void {
    this.lost += count;
    this.metrics.lost(count);
  }
}

/** SQLSTATE class 22 (data) and 23 (constraints): trying again does not help. */
function isRefused(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23]...$/.test(code);
}
