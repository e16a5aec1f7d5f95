import { setTimeout as after } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Sql } from '#database/index.js';
import type { CheckDto } from './health.dto.js';

const PING = { name: 'health_ping', text: 'SELECT 1' };
const LONGEST_MS = 2000;

/** Whether the database answers, in a time that a load balancer is willing to wait. */
@Injectable()
export class DatabaseHealth {
  private readonly logger = new Logger(DatabaseHealth.name);
  private asked: Promise<CheckDto> | undefined;

  constructor(private readonly sql: Sql) {}

  /** Whoever asks while a check is under way shares its answer: a crowd of probes takes one connection, not all. */
  check(): Promise<CheckDto> {
    this.asked ??= this.ask().finally(() => (this.asked = undefined));
    return this.asked;
  }

  private async ask(): Promise<CheckDto> {
    const start = performance.now();
    const timer = new AbortController();
    const late = after(LONGEST_MS, undefined, { signal: timer.signal }).then(() => {
      throw new Error(`no answer within ${LONGEST_MS} ms`);
    });
    late.catch(() => {});
    try {
      await Promise.race([this.sql.run(PING), late]);
      return answer('ok', start);
    } catch (error) {
      this.logger.warn(`The database does not answer: ${(error as Error).message}`);
      return answer('unavailable', start);
    } finally {
      timer.abort();
    }
  }
}

function answer(status: CheckDto['status'], start: number): CheckDto {
  return { status, latency_ms: Math.round((performance.now() - start) * 10) / 10 };
}
