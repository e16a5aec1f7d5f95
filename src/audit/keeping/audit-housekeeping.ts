import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import { EventChain } from '../chain/event-chain.service.js';
import { AuditWriter } from '../writing/audit-writer.js';
import { AuditRetention } from './audit-retention.js';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** What the log needs from time to time, and at the end. */
@Injectable()
export class AuditHousekeeping implements OnApplicationShutdown {
  private readonly logger = new Logger('security');
  private lastCheckpoint = -1;

  constructor(
    private readonly writer: AuditWriter,
    private readonly chain: EventChain,
    retention: AuditRetention,
    housekeeping: Housekeeping,
  ) {
    housekeeping.every(MINUTE_MS, 'Recording repeated events', () => writer.recordRepeats());
    housekeeping.every(HOUR_MS, 'Audit retention', (ending) => retention.sweep(ending));
    housekeeping.every(HOUR_MS, 'The audit checkpoint', () => this.checkpoint());
  }

  /** Requests have ended, the database is still open. */
  async onApplicationShutdown(): Promise<void> {
    await this.writer.close();
    await this.checkpoint().catch((error: unknown) => this.logger.warn(`No audit checkpoint: ${String(error)}`));
  }

  /**
   * A line of the log names the end of the chain. Where logs are collected on another machine, nobody who has only the
   * database can rewrite what came before it.
   */
  private async checkpoint(): Promise<void> {
    const { seq, hash } = (await this.chain.ends()).head;
    if (seq === this.lastCheckpoint) return;
    this.lastCheckpoint = seq;
    this.logger.log({ message: 'audit.checkpoint', seq, hash: hash.toString('hex') });
  }
}
