import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sha256 } from '#common/crypto/secrets.js';
import { DomainError } from '#common/errors/index.js';
import { Sql, type Statement } from '#database/index.js';
import { newMailedToken } from './mailed-link.js';
import {
  ADDRESSES,
  AGE,
  FIND,
  IS_CLAIMED,
  ISSUE,
  SWEEP,
  USE,
  VOID_ALL,
  VOID_NOTICES,
  VOID_UNUSED,
} from './one-time.statements.js';
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

export interface NoticedAddress {
  readonly address: string;
  /** When the last notice went there: so long the account had it. To the microsecond, which a Date would lose. */
  readonly until: string;
  readonly proven: boolean;
}

export interface UsedToken extends OneTimeTokenContent {
  /** As the database writes it, to the microsecond. */
  readonly createdAt: string;
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
  async find(purpose: OneTimePurpose, secret: string): Promise<OneTimeTokenContent> {
    return contentOf(await this.ask(FIND, purpose, secret));
  }

  /** Uses the token up: only one caller ever gets past here. Throws InvalidToken. */
  async use(purpose: OneTimePurpose, secret: string, tx: EntityManager): Promise<UsedToken> {
    const row = await this.ask(USE, purpose, secret, tx);
    return { ...contentOf(row), createdAt: row.created_at };
  }

  /** Voids every link that was mailed to the user, except the way back of notices. */
  async voidAll(userId: string, tx: EntityManager): Promise<void> {
    await this.sql.run(VOID_ALL, [userId], tx);
  }

  /** Voids the way back of notices: all, or those that were written `since` then. */
  async voidNotices(userId: string, tx: EntityManager, since?: string): Promise<void> {
    await this.sql.run(VOID_NOTICES, [userId, since ?? null], tx);
  }

  /** As `voidAll`, for whoever holds the lock on the user: a link that is being used just now is passed over. */
  async voidUnused(userId: string, tx: EntityManager): Promise<void> {
    await this.sql.run(VOID_UNUSED, [userId], tx);
  }

  /** Seconds since the youngest living one was given out; undefined when there is none. */
  async age(purpose: OneTimePurpose, userId: string, tx: EntityManager): Promise<number | undefined> {
    const [row] = await this.sql.run<{ seconds: number }>(AGE, [userId, purpose], tx);
    return row?.seconds;
  }

  /**
   * Whether an account was moved away from the address so lately that its owner can have it back by a notice. Whoever
   * has not proven it must not take it meanwhile, or the owner could not.
   */
  async isClaimed(address: string, tx: EntityManager): Promise<boolean> {
    return (await this.sql.run(IS_CLAIMED, [address], tx)).length > 0;
  }

  /** E-mail addresses that the user's account had when notices went there. */
  noticedAt(userId: string, tx?: EntityManager): Promise<NoticedAddress[]> {
    return this.sql.run<NoticedAddress>(ADDRESSES, [userId], tx);
  }

  async sweep(): Promise<void> {
    await this.sql.run(SWEEP);
  }

  private async ask(statement: Statement, purpose: OneTimePurpose, secret: string, tx?: EntityManager) {
    const [row] = await this.sql.run<TokenRow>(statement, [sha256(secret), purpose], tx);
    if (!row) throw new InvalidToken();
    return row;
  }
}

interface TokenRow {
  readonly user_id: string;
  readonly data: Record<string, string> | null;
  readonly created_at: string;
}

function contentOf({ user_id, data }: TokenRow): OneTimeTokenContent {
  return { userId: user_id, data: data ?? {} };
}
