import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { uuidv7 } from '#common/crypto/uuid.js';
import { requestContext } from '#common/http/request-context.js';
import { Sql } from '#database/index.js';
import { LetterQueue } from '../letters/letter-queue.js';
import { RegistrationLettersService } from '../registration/registration-letters.service.js';
import { RecoveryBudgetService } from './recovery-budget.service.js';
import { type RecoveryPurpose, RecoveryLettersService } from './recovery-letters.service.js';

/** $1 id, $2 purpose, $3 e-mail address, $4 locale, $5 request id, $6 address and $7 device of whoever asks */
const ASK = {
  name: 'ask_for_recovery',
  text: `
    INSERT INTO recovery_requests (id, purpose, email, locale, request_id, ip, user_agent)
    VALUES ($1, $2, $3, $4, $5, $6, $7)`,
};

/** One request, which no other instance is serving. It is gone when the transaction commits. */
const TAKE = `
  WITH taken AS (
    DELETE FROM recovery_requests
     WHERE id = (SELECT id FROM recovery_requests ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING purpose, email, locale, request_id, ip, user_agent
  )
  SELECT purpose, email, locale, request_id, ip, user_agent FROM taken`;

/** Longer ones are not kept anywhere. */
const USER_AGENT_LENGTH = 512;

interface TakenRow {
  readonly purpose: RecoveryPurpose;
  readonly email: string;
  readonly locale: string;
  readonly request_id: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
}

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
    private readonly budget: RecoveryBudgetService,
  ) {
    super();
  }

  async ask(purpose: RecoveryPurpose, email: string, locale: string): Promise<void> {
    const { requestId, ip, userAgent } = requestContext.getStore() ?? {};
    const device = userAgent?.slice(0, USER_AGENT_LENGTH);
    await this.sql.run(ASK, [uuidv7(), purpose, email, locale, requestId ?? null, ip ?? null, device ?? null]);
    this.wake();
  }

  protected async serveOne(): Promise<boolean> {
    const request = await this.dataSource.transaction(async (tx) => {
      const [taken] = await tx.query<TakenRow[]>(TAKE);
      if (!taken) return undefined;
      if (!(await this.budget.allows(taken.purpose, taken.email, tx))) return { taken, userId: undefined };
      const userId = await this.letters.writeTo(taken.email, taken.purpose, taken.locale, tx);
      if (taken.purpose === 'password_reset') await this.registrations.writeAgain(taken.email, tx);
      return { taken, userId };
    });
    if (!request) return false;
    const { taken, userId } = request;
    if (userId !== undefined) asAsked(taken, () => this.letters.announce(userId));
    this.registrations.wake();
    return true;
  }
}

/** As if it were done in the request that asked, which is over. */
function asAsked({ request_id: requestId, ip, user_agent }: TakenRow, work: () => void): void {
  if (requestId === null || ip === null) work();
  else requestContext.run({ requestId, ip, userAgent: user_agent ?? undefined }, work);
}
