import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sql } from '#database/index.js';
import { SWEEP } from '../outbox/outbox.statements.js';

const EVERY_MS = 60 * 60 * 1000;
const SENT_DAYS = 7;
/** Time enough for an operator to see them and to send them again. */
const DEAD_DAYS = 30;

/** Removes letters that are done with. Several instances may sweep at once. */
@Injectable()
export class OutboxSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutboxSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly sql: Sql) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    try {
      await this.sql.run(SWEEP, [SENT_DAYS, DEAD_DAYS]);
    } catch (error) {
      this.logger.warn(`Sweeping failed and is tried again later: ${String(error)}`);
    }
  }
}
