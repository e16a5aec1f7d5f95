import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Sql, type Statement } from '#database/index.js';
import type { Recipient } from '#mail/index.js';
import { PasswordPolicy, PasswordsService } from '#passwords/index.js';
import {
  CLOSE,
  FIND,
  FIND_BY_EMAIL,
  FORGET_DEVICES,
  LOCK,
  LOCK_BY_EMAIL,
  LOCK_EVEN_CLOSED,
  PROVE_EMAIL,
  REOPEN,
  SEIZE,
  SET_EMAIL,
  SET_PASSWORD,
} from './account.statements.js';
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
