import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sha256 } from '#common/crypto/secrets.js';
import { DomainError } from '#common/errors/index.js';
import { Sql } from '#database/index.js';
import { newMailedToken } from './mailed-link.js';
import { ADDRESSES, FIND, ISSUE, SWEEP, USE, VOID_ALL, VOID_UNUSED } from './one-time.statements.js';
import type { OneTimePurpose } from './one-time-token.entity.js';

/** The same words for a token that is wrong, late, used, voided or meant for something else. */
export class InvalidToken extends DomainError {
  static override readonly spec = {
    code: 'invalid_token',
    status: 400,
    title: 'The link is not valid',
    detail: 'It has expired, was used already, or a newer one was sent. Ask for another.',
  };
}

export interface OneTimeTokenContent {
  readonly userId: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Tokens that are mailed: 256 random bits, only a digest kept, one purpose, used once (ASVS 6.5.1, 6.5.5). */
@Injectable()
export class OneTimeTokensService {
  constructor(private readonly sql: Sql) {}

  /** The secret for the letter. Earlier ones of the same purpose are void from here on. */
  async issue(
    purpose: OneTimePurpose,
    userId: string,
    seconds: number,
    { data, tx }: { data?: Record<string, string>; tx?: EntityManager } = {},
  ): Promise<string> {
    const secret = newMailedToken();
    await this.sql.run(ISSUE, [sha256(secret), purpose, userId, data ?? null, seconds], tx);
    return secret;
  }

  /** Looks without using. Throws InvalidToken. */
  find(purpose: OneTimePurpose, secret: string): Promise<OneTimeTokenContent> {
    return this.ask(FIND, purpose, secret);
  }

  /** Uses the token up: only one caller ever gets past here. Throws InvalidToken. */
  use(purpose: OneTimePurpose, secret: string, tx: EntityManager): Promise<OneTimeTokenContent> {
    return this.ask(USE, purpose, secret, tx);
  }

  /** Voids every link that was mailed to the user, except the way back of notices. */
  async voidAll(userId: string, tx: EntityManager): Promise<void> {
    await this.sql.run(VOID_ALL, [userId], tx);
  }

  /** As `voidAll`, for whoever holds the lock on the user: a link that is being used just now is passed over. */
  async voidUnused(userId: string, tx: EntityManager): Promise<void> {
    await this.sql.run(VOID_UNUSED, [userId], tx);
  }

  /** E-mail addresses that links of the user are about. */
  async addressesOf(userId: string, tx?: EntityManager): Promise<string[]> {
    const rows = await this.sql.run<{ address: string }>(ADDRESSES, [userId], tx);
    return rows.map(({ address }) => address);
  }

  async sweep(): Promise<void> {
    await this.sql.run(SWEEP);
  }

  private async ask(statement: typeof USE, purpose: OneTimePurpose, secret: string, tx?: EntityManager) {
    const [row] = await this.sql.run<{ user_id: string; data: Record<string, string> | null }>(
      statement,
      [sha256(secret), purpose],
      tx,
    );
    if (!row) throw new InvalidToken();
    return { userId: row.user_id, data: row.data ?? {} };
  }
}
