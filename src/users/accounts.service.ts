import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Sql, type Statement } from '#database/index.js';
import type { Recipient } from '#mail/index.js';
import { PasswordPolicy, PasswordsService } from '#passwords/index.js';
import { DROP_ALL } from './identities/identity.statements.js';
import { UserNotFound } from './users.errors.js';
import { refusalOf } from './users.service.js';

/** An account as those see it who write to its owner. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly full_name: string | null;
  /** Whether its owner may sign in: neither deactivated nor closed. */
  readonly is_active: boolean;
  readonly is_verified: boolean;
  readonly password_hash: string | null;
  /** Devices that became known under a smaller one are strangers. */
  readonly device_epoch: number;
}

/** How a letter to somebody is addressed. */
export function recipientOf(somebody: Pick<Account, 'username' | 'email' | 'full_name'>): Recipient {
  return { name: somebody.full_name ?? somebody.username, address: somebody.email };
}

/** Roles by a provider's groups have gone with the identity, and these are left. To be told of after the commit. */
export interface RolesLeft {
  readonly userId: string;
  readonly roles: readonly string[];
}

/** An account that was closed just now. */
export interface ClosedAccount extends Pick<Account, 'id' | 'username' | 'email' | 'full_name'> {
  readonly deletes_at: Date;
}

const COLUMNS = `
  id, username, email, full_name, is_active AND deletes_at IS NULL AS is_active, is_verified, password_hash,
  device_epoch`;

const FIND = { name: 'find_account', text: `SELECT ${COLUMNS} FROM users WHERE id = $1 AND deletes_at IS NULL` };

const LOCK_EVEN_CLOSED = { name: 'lock_even_closed_account', text: 'SELECT id FROM users WHERE id = $1 FOR UPDATE' };

const LOCK = { name: 'lock_account', text: `${FIND.text} FOR UPDATE` };

/** Closed ones as well, whose addresses are not free. */
const FIND_BY_EMAIL = {
  name: 'find_account_by_email',
  text: `SELECT ${COLUMNS} FROM users WHERE lower(email COLLATE "C") = lower($1 COLLATE "C")`,
};

/** Not closed ones: those who are erasing one hold what the caller may have to wait for. */
const LOCK_BY_EMAIL = {
  name: 'lock_account_by_email',
  text: `${FIND_BY_EMAIL.text} AND deletes_at IS NULL FOR UPDATE`,
};

/**
 * $1 id, $2 hash or null. Whatever the reason for a new password is, whoever was known by the old one may be the reason:
 * no device is known any more.
 */
const SET_PASSWORD = {
  name: 'set_password',
  text: `WITH changed AS (
           UPDATE users SET password_hash = $2, device_epoch = device_epoch + 1, updated_at = now() WHERE id = $1
           RETURNING id, device_epoch
         )
         SELECT id, device_epoch FROM changed`,
};

/** $1 id */
const FORGET_DEVICES = {
  name: 'forget_devices',
  text: `WITH changed AS (UPDATE users SET device_epoch = device_epoch + 1 WHERE id = $1 RETURNING id, device_epoch)
         SELECT id, device_epoch FROM changed`,
};

/** $1 id. A row only for the first proof. */
const PROVE_EMAIL = {
  name: 'prove_email',
  text: `WITH proven AS (
           UPDATE users SET is_verified = true, updated_at = now() WHERE id = $1 AND NOT is_verified RETURNING id
         )
         SELECT id FROM proven`,
};

/** $1 id, $2 e-mail address, proven */
const SET_EMAIL = {
  name: 'set_email',
  text: `WITH changed AS (
           UPDATE users SET email = $2, is_verified = true, updated_at = now() WHERE id = $1 RETURNING id
         )
         SELECT id FROM changed`,
};

/** $1 id, $2 days until it is gone for good, $3 whether its owner wants it. A row for one caller only. */
const CLOSE = {
  name: 'close_account',
  text: `WITH closed AS (
           UPDATE users SET deletes_at = now() + $2 * interval '1 day', closed_by_owner = $3, updated_at = now()
            WHERE id = $1 AND deletes_at IS NULL
           RETURNING id, username, email, full_name, deletes_at
         )
         SELECT * FROM closed`,
};

/** $1 id. What its owner has closed, and could open again, is an administrator's from here on. */
const SEIZE = {
  name: 'seize_closed_account',
  text: `WITH seized AS (
           UPDATE users SET closed_by_owner = false, updated_at = now()
            WHERE id = $1 AND closed_by_owner AND deletes_at > now()
           RETURNING id, username, email, full_name, deletes_at
         )
         SELECT * FROM seized`,
};

/** $1 id, $2 whether only what its owner has closed. A row only while there is time. */
const REOPEN = {
  name: 'reopen_account',
  text: `WITH reopened AS (
           UPDATE users SET deletes_at = NULL, closed_by_owner = false, updated_at = now()
            WHERE id = $1 AND deletes_at > now() AND (closed_by_owner OR NOT $2) RETURNING id
         )
         SELECT id FROM reopened`,
};

/** The credentials of an account, for the rooms that recover and verify. Every change is part of the caller's transaction. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly sql: Sql,
    private readonly passwords: PasswordsService,
    private readonly policy: PasswordPolicy,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws UserNotFound, also for a closed one. */
  get(id: string, tx?: EntityManager): Promise<Account> {
    return this.found(this.one(FIND, [id], tx));
  }

  /** As `get`, and nobody else changes the account before the transaction ends. */
  lock(id: string, tx: EntityManager): Promise<Account> {
    return this.found(this.one(LOCK, [id], tx));
  }

  /** As `lock`, whether it is closed or not. */
  async lockEvenClosed(id: string, tx: EntityManager): Promise<void> {
    await this.sql.run(LOCK_EVEN_CLOSED, [id], tx);
  }

  findByEmail(email: string, tx?: EntityManager): Promise<Account | undefined> {
    return this.one(FIND_BY_EMAIL, [email], tx);
  }

  /** As `lock`, by the address that the account has when the lock is there. Undefined also for a closed one. */
  lockByEmail(email: string, tx: EntityManager): Promise<Account | undefined> {
    return this.one(LOCK_BY_EMAIL, [email], tx);
  }

  /** Checks the rules and hashes. Throws WeakPassword, HashQueueFull. To be done before a transaction: it takes long. */
  async hashNewPassword(password: string, { username, email, full_name }: Account, pointer: string): Promise<string> {
    await this.policy.check(password, { username, email, fullName: full_name ?? undefined }, pointer);
    return this.passwords.hash(password);
  }

  /** Forgets all devices. What is returned makes one known again. Throws UserNotFound. */
  async setPassword(tx: EntityManager, id: string, hash: string | null): Promise<Pick<Account, 'id' | 'device_epoch'>> {
    const [changed] = await this.sql.run<Pick<Account, 'id' | 'device_epoch'>>(SET_PASSWORD, [id, hash], tx);
    if (!changed) throw new UserNotFound();
    return changed;
  }

  /**
   * Takes away all that opens the account but its address: password, devices, and who its owner is elsewhere. For an
   * account that turns out to be somebody else's (pre-hijacking). Throws UserNotFound.
   */
  async empty(tx: EntityManager, id: string): Promise<RolesLeft | undefined> {
    const left = await this.dropIdentities(tx, id);
    await this.setPassword(tx, id, null);
    return left;
  }

  /** Of whoever had the account before its address was proven, or before a thief was put out. Undefined: no role went. */
  async dropIdentities(tx: EntityManager, userId: string): Promise<RolesLeft | undefined> {
    const [row] = await this.sql.run<{ roles: string[] }>(DROP_ALL, [userId], tx);
    return row && { userId, roles: row.roles };
  }

  /** To be called after the commit. */
  announceRoles(left: RolesLeft | undefined): void {
    if (!left) return;
    const { userId, roles } = left;
    const detail = { roles, by: 'provider' };
    this.events.publish({ type: 'user.roles_changed', outcome: 'success', userId, detail });
  }

  /** No device is known any more, and no sign-in that has begun gets through. What is returned makes one known again. */
  async forgetDevices(tx: EntityManager, id: string): Promise<Pick<Account, 'id' | 'device_epoch'>> {
    const [changed] = await this.sql.run<Pick<Account, 'id' | 'device_epoch'>>(FORGET_DEVICES, [id], tx);
    if (!changed) throw new UserNotFound();
    return changed;
  }

  /** True for the first proof only. */
  async proveEmail(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.sql.run(PROVE_EMAIL, [id], tx)).length > 0;
  }

  /** Throws EmailTaken. */
  async setEmail(tx: EntityManager, id: string, email: string): Promise<void> {
    await this.sql.run(SET_EMAIL, [id, email], tx).catch((error: unknown) => {
      throw refusalOf(error) ?? error;
    });
  }

  /** Undefined: there is none, or it is closed already. */
  async close(tx: EntityManager, id: string, days: number, byOwner: boolean): Promise<ClosedAccount | undefined> {
    const [closed] = await this.sql.run<ClosedAccount>(CLOSE, [id, days, byOwner], tx);
    return closed;
  }

  /** Takes a closed account out of its owner's hands. Undefined: it is not closed, or not by its owner. */
  async seize(tx: EntityManager, id: string): Promise<ClosedAccount | undefined> {
    const [seized] = await this.sql.run<ClosedAccount>(SEIZE, [id], tx);
    return seized;
  }

  /** Undoes `close`. False: it was not closed, or the time is over. */
  async reopen(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.sql.run(REOPEN, [id, false], tx)).length > 0;
  }

  /** As `reopen`, by a mailed link: not what an administrator has closed. */
  async reopenOwn(tx: EntityManager, id: string): Promise<boolean> {
    return (await this.sql.run(REOPEN, [id, true], tx)).length > 0;
  }

  private async found(asked: Promise<Account | undefined>): Promise<Account> {
    const account = await asked;
    if (!account) throw new UserNotFound();
    return account;
  }

  private async one(statement: Statement, values: unknown[], tx?: EntityManager): Promise<Account | undefined> {
    const [row] = await this.sql.run<Account>(statement, values, tx);
    return row;
  }
}
