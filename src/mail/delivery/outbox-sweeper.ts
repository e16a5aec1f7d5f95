import { Injectable } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import { Sql } from '#database/index.js';
import { SWEEP } from '../outbox/outbox.statements.js';

const EVERY_MS = 60 * 60 * 1000;
const SENT_DAYS = 7;
/** Time enough for an operator to see them and to send them again. */
const DEAD_DAYS = 30;

/** Removes letters that are done with. Several instances may sweep at once. */
@Injectable()
export class OutboxSweeper {
  constructor(
    private readonly sql: Sql,
    housekeeping: Housekeeping,
  ) {
    housekeeping.every(EVERY_MS, 'Sweeping the outbox', () => this.sweep());
  }

  async sweep(): Promise<void> {
    await this.sql.run(SWEEP, [SENT_DAYS, DEAD_DAYS]);
  }
}
