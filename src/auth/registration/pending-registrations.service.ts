import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sha256 } from '#common/crypto/secrets.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { Housekeeping } from '#common/housekeeping.js';
import { Config } from '#config/index.js';
import { Sql } from '#database/index.js';
import { InvalidToken, newMailedToken } from '#tokens/index.js';
import { UsernameTaken } from '#users/index.js';
import { FIND, REMIND, RESERVE, SWEEP, TAKE_DUE, USE } from './pending-registration.statements.js';

const SWEEP_EVERY_MS = 10 * 60 * 1000;

/** What somebody wants to be registered with. */
export interface Wish {
  readonly username: string;
  readonly email: string;
  readonly fullName: string | null;
  readonly passwordHash: string;
  readonly locale: string;
}

export interface PendingRow {
  readonly username: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly password_hash: string;
}

/** A registration that a letter is to be written for. */
export interface DueRow {
  readonly username: string;
  readonly email: string;
  readonly full_name: string | null;
  readonly locale: string;
  /** For the letter, and nowhere else. */
  readonly secret: string;
}

/** Registrations that wait for their letters to be confirmed. Nothing here looks at whether an address is taken. */
@Injectable()
export class PendingRegistrationsService {
  constructor(
    private readonly sql: Sql,
    private readonly config: Config,
    housekeeping: Housekeeping,
  ) {
    housekeeping.every(SWEEP_EVERY_MS, 'Sweeping registrations', () => sql.run(SWEEP));
  }

  /** One statement, the same for every address. Throws UsernameTaken. */
  async reserve({ username, email, fullName, passwordHash, locale }: Wish): Promise<void> {
    const hours = this.config.tokens.emailVerificationHours;
    const values = [uuidv7(), username, email, fullName, passwordHash, locale, hours];
    const [row] = await this.sql.run<{ id: string }>(RESERVE, values);
    if (!row) throw new UsernameTaken();
  }

  /** One that no other instance is serving. A secret that was mailed before is void. */
  async takeDue(tx: EntityManager): Promise<DueRow | undefined> {
    const secret = newMailedToken();
    const [row] = await this.sql.run<Omit<DueRow, 'secret'>>(TAKE_DUE, [sha256(secret)], tx);
    return row && { ...row, secret };
  }

  /** The youngest for an address that has no account gets another letter. */
  async remind(email: string, tx: EntityManager): Promise<void> {
    await this.sql.run(REMIND, [email], tx);
  }

  async find(secret: string): Promise<PendingRow | undefined> {
    const [row] = await this.sql.run<PendingRow>(FIND, [sha256(secret)]);
    return row;
  }

  /** Only one caller ever gets past here. Throws InvalidToken. */
  async use(secret: string, tx: EntityManager): Promise<void> {
    const used = await this.sql.run(USE, [sha256(secret)], tx);
    if (used.length === 0) throw new InvalidToken();
  }
}
