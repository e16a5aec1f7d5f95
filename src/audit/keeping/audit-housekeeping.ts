import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventChain } from '../chain/event-chain.service.js';
import { AuditWriter } from '../writing/audit-writer.js';
import { AuditRetention } from './audit-retention.js';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;

/** What the log needs from time to time, and at the end. */
@Injectable()
export class AuditHousekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('security');
  private readonly timers: NodeJS.Timeout[] = [];
  private lastCheckpoint = -1;

  constructor(
    private readonly writer: AuditWriter,
    private readonly retention: AuditRetention,
    private readonly chain: EventChain,
  ) {}

  onApplicationBootstrap(): void {
    this.timers.push(setInterval(() => this.writer.recordRepeats(), MINUTE_MS).unref());
    this.timers.push(setInterval(() => void this.hourly(), HOUR_MS).unref());
  }

  /** Requests have ended, the database is still open. */
  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.writer.close();
    await this.attempt(() => this.checkpoint());
  }

  private async hourly(): Promise<void> {
    await this.attempt(() => this.retention.sweep());
    await this.attempt(() => this.checkpoint());
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

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn(`Audit housekeeping failed and is tried again later: ${String(error)}`);
    }
  }
}
