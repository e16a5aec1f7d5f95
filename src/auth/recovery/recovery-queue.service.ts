import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Sql } from '#database/index.js';
import { type RecoveryPurpose, RecoveryLettersService } from './recovery-letters.service.js';

const POLL_MS = 5_000;

/** $1 id, $2 purpose, $3 e-mail address, $4 locale */
const ASK = {
  name: 'ask_for_recovery',
  text: 'INSERT INTO recovery_requests (id, purpose, email, locale) VALUES ($1, $2, $3, $4)',
};

/** One request, which no other instance is serving. It is gone when the transaction commits. */
const TAKE = `
  WITH taken AS (
    DELETE FROM recovery_requests
     WHERE id = (SELECT id FROM recovery_requests ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING purpose, email, locale
  )
  SELECT purpose, email, locale FROM taken`;

/**
 * Requests for letters by an address: for a new password, or a way past a lock. Asking writes one row and no more, whoever's the address is, so that neither the answer
 * nor its time tells whether there is an account (ASVS 6.3.8).
 */
@Injectable()
export class RecoveryQueueService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RecoveryQueueService.name);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly sql: Sql,
    private readonly dataSource: DataSource,
    private readonly letters: RecoveryLettersService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.wake(), POLL_MS);
    this.timer.unref();
    this.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.working;
  }

  async ask(purpose: RecoveryPurpose, email: string, locale: string): Promise<void> {
    await this.sql.run(ASK, [uuidv7(), purpose, email, locale]);
    // Only after the answer has been sent: what is done for an account must not slow it down.
    setImmediate(() => this.wake());
  }

  private wake(): void {
    this.working ??= this.drain()
      .catch((error: unknown) => this.logger.warn(`Recovery letters are delayed: ${String(error)}`))
      .finally(() => (this.working = undefined));
  }

  private async drain(): Promise<void> {
    while (!this.stopped && (await this.serveOne()));
  }

  private serveOne(): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const [request] = await tx.query<{ purpose: RecoveryPurpose; email: string; locale: string }[]>(TAKE);
      if (request) await this.letters.writeTo(request.email, request.purpose, request.locale, tx);
      return request !== undefined;
    });
  }
}
