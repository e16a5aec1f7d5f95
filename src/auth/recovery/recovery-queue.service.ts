import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Sql } from '#database/index.js';
import { LetterQueue } from '../letters/letter-queue.js';
import { RegistrationLettersService } from '../registration/registration-letters.service.js';
import { type RecoveryPurpose, RecoveryLettersService } from './recovery-letters.service.js';

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
 * Requests for letters by an address: for a new password, or a way past a lock. Asking writes one row and no more,
 * whoever's the address is, so that neither the answer nor its time tells whether there is an account (ASVS 6.3.8).
 */
@Injectable()
export class RecoveryQueueService extends LetterQueue {
  constructor(
    private readonly sql: Sql,
    private readonly dataSource: DataSource,
    private readonly letters: RecoveryLettersService,
    private readonly registrations: RegistrationLettersService,
  ) {
    super();
  }

  async ask(purpose: RecoveryPurpose, email: string, locale: string): Promise<void> {
    await this.sql.run(ASK, [uuidv7(), purpose, email, locale]);
    this.wake();
  }

  protected async serveOne(): Promise<boolean> {
    const request = await this.dataSource.transaction(async (tx) => {
      const [taken] = await tx.query<{ purpose: RecoveryPurpose; email: string; locale: string }[]>(TAKE);
      if (!taken) return undefined;
      await this.letters.writeTo(taken.email, taken.purpose, taken.locale, tx);
      if (taken.purpose === 'password_reset') await this.registrations.writeAgain(taken.email, tx);
      return taken;
    });
    if (request) this.registrations.wake();
    return request !== undefined;
  }
}
