import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Sql } from '#database/index.js';
import { type NewEpoch, TokenBlacklistService } from '#tokens/index.js';
import { AccountsService } from '../accounts.service.js';
import { ADMIN } from '../role.entity.js';
import { isLastAdministrator, lockAdministrators } from '../user-rules.js';
import { IS_LAST_BY_GROUPS } from './identity.statements.js';

/** The roles that an account has because of what a provider says of its owner. */
@Injectable()
export class GroupRolesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly blacklist: TokenBlacklistService,
    private readonly accounts: AccountsService,
    private readonly sql: Sql,
  ) {}

  /**
   * Gives the roles that are wanted and missing, and takes those back that this identity has given and that are wanted
   * no more. What somebody else has given stays. The last administrator stays one. A role that there is not is passed
   * over: the operator's mapping must not keep people out.
   */
  async keepInStep(userId: string, identityId: string, wanted: readonly string[]): Promise<void> {
    const { roles, revoked } = await this.dataSource.transaction(async (tx) => {
      // Roles first, then the user: in this order whoever changes a role locks them.
      await lockAdministrators(tx);
      const there = await existing(tx, wanted);
      const granted = await lockGranted(tx, userId, identityId);
      if (!granted) return { revoked: [] };
      const gone = await this.mayGo(
        tx,
        userId,
        granted.filter((role) => !there.includes(role)),
      );
      const given = await give(tx, userId, there);
      const taken = await take(tx, userId, gone);
      const kept = granted.filter((role) => !gone.includes(role));
      await tx.query('UPDATE identities SET granted_roles = $2 WHERE id = $1', [
        identityId,
        [...new Set([...kept, ...given])].toSorted(),
      ]);
      if (given.length + taken.length === 0) return { revoked: [] };
      return { roles: await rolesOf(tx, userId), revoked: await this.raiseEpoch(tx, userId) };
    });
    this.blacklist.announce(revoked);
    this.accounts.announceRoles(roles && { userId, roles });
  }

  /** To be called before the account is locked: in this order whoever takes roles away locks them. */
  prepare(tx: EntityManager): Promise<void> {
    return lockAdministrators(tx);
  }

  /** For an identity that goes. What is returned is to be announced after the commit. Call `prepare` first. */
  async takeBack(tx: EntityManager, userId: string, granted: readonly string[]) {
    const taken = await take(tx, userId, await this.mayGo(tx, userId, granted));
    if (taken.length === 0) return { revoked: [], rolesLeft: undefined };
    return { revoked: await this.raiseEpoch(tx, userId), rolesLeft: { userId, roles: await rolesOf(tx, userId) } };
  }

  /** Whether nobody would be an administrator without this account's identities. Call `prepare` first. */
  async isLastByGroups(tx: EntityManager, userId: string): Promise<boolean> {
    return (await this.sql.run(IS_LAST_BY_GROUPS, [userId, ADMIN], tx)).length > 0;
  }

  private async mayGo(tx: EntityManager, userId: string, gone: readonly string[]): Promise<string[]> {
    const keepsAdmin = gone.includes(ADMIN) && (await isLastAdministrator(tx, userId));
    return gone.filter((role) => role !== ADMIN || !keepsAdmin);
  }

  private async raiseEpoch(tx: EntityManager, userId: string) {
    const epochs = await tx.query<NewEpoch[]>(
      `WITH raised AS (UPDATE users SET token_epoch = token_epoch + 1 WHERE id = $1 RETURNING id, token_epoch AS epoch)
       SELECT id, epoch FROM raised`,
      [userId],
    );
    return this.blacklist.revokeOlder(tx, epochs, 'roles_changed');
  }
}

async function existing(tx: EntityManager, roles: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ name: string }[]>(
    'SELECT name FROM roles WHERE name = ANY ($1) ORDER BY name FOR SHARE',
    [roles],
  );
  return rows.map(({ name }) => name);
}

/** Undefined: the identity is not the user's any more. Whoever unlinks it locks the user first as well. */
async function lockGranted(tx: EntityManager, userId: string, identityId: string): Promise<string[] | undefined> {
  await tx.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [userId]);
  const [row] = await tx.query<{ granted_roles: string[] }[]>(
    'SELECT granted_roles FROM identities WHERE id = $1 AND user_id = $2 AND unlinked_at IS NULL',
    [identityId, userId],
  );
  return row?.granted_roles;
}

async function rolesOf(tx: EntityManager, userId: string): Promise<string[]> {
  const rows = await tx.query<{ role_name: string }[]>(
    'SELECT role_name FROM user_roles WHERE user_id = $1 ORDER BY 1',
    [userId],
  );
  return rows.map(({ role_name }) => role_name);
}

async function give(tx: EntityManager, userId: string, roles: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ role_name: string }[]>(
    `INSERT INTO user_roles (user_id, role_name) SELECT u.id, unnest($2::text[]) FROM users u WHERE u.id = $1
     ON CONFLICT DO NOTHING RETURNING role_name`,
    [userId, roles],
  );
  return rows.map(({ role_name }) => role_name);
}

async function take(tx: EntityManager, userId: string, roles: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ role_name: string }[]>(
    `WITH taken AS (DELETE FROM user_roles WHERE user_id = $1 AND role_name = ANY ($2) RETURNING role_name)
     SELECT role_name FROM taken`,
    [userId, roles],
  );
  return rows.map(({ role_name }) => role_name);
}
