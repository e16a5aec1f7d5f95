import { Injectable } from '@nestjs/common';
import { Config } from '#config/index.js';
import { Sql } from '#database/index.js';
import type { TemplateName } from '../letter.js';
import { CLAIM, MARK_FAILED, MARK_SENT, RELEASE } from '../outbox/outbox.statements.js';
import { MailTransport } from '../transports/mail-transport.js';
import { DEADLINE_MS } from '../transports/smtp.transport.js';
import { backOffSeconds } from './back-off.js';

/** A letter that this worker, and no other, may send until the lease ends. */
export interface ClaimedLetter {
  readonly id: string;
  readonly template: TemplateName;
  readonly locale: string;
  readonly recipient: string;
  readonly data: Buffer;
  readonly attempts: number;
  readonly created_at: Date;
}

/** When a failed letter goes again; undefined when it does not. */
export interface Retry {
  readonly inSeconds: number;
}

/** Longer than any attempt, and time to note what came of it. */
const LEASE_SECONDS = DEADLINE_MS / 1000 + 60;

/** What the worker asks of the table, one statement each. */
@Injectable()
export class LetterQueue {
  constructor(
    private readonly sql: Sql,
    private readonly config: Config,
    private readonly transport: MailTransport,
  ) {}

  claim(limit: number): Promise<ClaimedLetter[]> {
    return this.sql.run<ClaimedLetter>(CLAIM, [limit, LEASE_SECONDS]);
  }

  async sent({ id }: ClaimedLetter): Promise<void> {
    await this.sql.run(MARK_SENT, [id, this.transport.kind === 'mailbox']);
  }

  async failed({ id, attempts }: ClaimedLetter, error: string, final: boolean): Promise<Retry | undefined> {
    const dead = final || attempts >= this.config.mail.maxAttempts;
    const inSeconds = backOffSeconds(attempts);
    await this.sql.run(MARK_FAILED, [id, attempts, error, dead ? 'dead' : 'queued', inSeconds]);
    return dead ? undefined : { inSeconds };
  }

  async release(letters: readonly ClaimedLetter[]): Promise<void> {
    if (letters.length > 0) await this.sql.run(RELEASE, [letters.map(({ id }) => id)]);
  }
}
