import type { EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import type { NewEpoch } from '#tokens/index.js';
import { ADMIN } from './role.entity.js';

/**
 * Whoever may take away an administrator waits here, so that two of them cannot take away each other. Not `FOR UPDATE`:
 * making somebody an administrator refers to this row, and would wait here while others wait for it.
 */
export async function lockAdministrators(tx: EntityManager): Promise<void> {
  await tx.query('SELECT FROM roles WHERE name = $1 FOR NO KEY UPDATE', [ADMIN]);
}

/** Whether no other active administrator would be left. Call `lockAdministrators` first. */
export async function isLastAdministrator(tx: EntityManager, id: string): Promise<boolean> {
  const [{ is_last }] = await tx.query<[{ is_last: boolean }]>(
    `SELECT bool_or(u.id = $1) AND count(*) = 1 AS is_last
       FROM users u JOIN user_roles ur ON ur.user_id = u.id
      WHERE ur.role_name = $2 AND u.is_active AND u.deletes_at IS NULL`,
    [id, ADMIN],
  );
  return is_last ?? false;
}

export async function permissionsOfUser(tx: EntityManager, id: string): Promise<string[]> {
  const [row] = await tx.query<{ permissions: string[] }[]>('SELECT permissions FROM token_subjects WHERE id = $1', [
    id,
  ]);
  return row?.permissions ?? [];
}

/**
 * All that the roles permit, and go on to permit until the transaction ends. Call it before a user is locked: whoever
 * changes a role locks that first, and its holders afterwards.
 */
export async function lockPermissionsOfRoles(tx: EntityManager, roles: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ permissions: string[] }[]>(
    'SELECT permissions FROM roles WHERE name = ANY ($1) ORDER BY name FOR SHARE',
    [roles],
  );
  return rows.flatMap(({ permissions }) => permissions);
}

/**
 * New rights for the holders of a role. Only for those who may have a living access token: a role can have a million
 * holders. Sessions stand still meanwhile, so that nobody refreshes past it with the old rights.
 */
export async function raiseEpochOfHolders(tx: EntityManager, role: string, tokenSeconds: number): Promise<NewEpoch[]> {
  await tx.query('LOCK TABLE sessions IN SHARE ROW EXCLUSIVE MODE');
  return tx.query<NewEpoch[]>(
    `WITH holders AS (
       UPDATE users AS u SET token_epoch = token_epoch + 1
        WHERE u.id IN (SELECT ur.user_id FROM user_roles ur WHERE ur.role_name = $1)
          AND EXISTS (SELECT FROM sessions s
                       WHERE s.user_id = u.id AND s.last_used_at > now() - $2 * interval '1 second')
       RETURNING u.id, u.token_epoch AS epoch
     )
     SELECT id, epoch FROM holders`,
    [role, tokenSeconds],
  );
}

/**
 * Whether the permissions go beyond those of the actor (ASVS 8.2.1: nobody raises anybody above themselves). Nothing is
 * beyond an administrator: permissions of applications, such as `tickets:write`, have to come from somebody.
 */
export function beyond(actor: Principal, permissions: readonly string[]): boolean {
  if (actor.roles.includes(ADMIN)) return false;
  return permissions.some((permission) => !actor.permissions.includes(permission));
}
