import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { violatedConstraint } from '#database/index.js';
import { TokenBlacklistService } from '#tokens/index.js';
import { ADMIN, Role } from './role.entity.js';
import { beyond, raiseEpochOfHolders } from './user-rules.js';
import { BuiltInRole, RoleInUse, RoleNotFound, RoleTaken } from './roles.errors.js';
import { BeyondOwnPermissions } from './users.errors.js';

export interface RoleChanges {
  readonly description?: string;
  readonly permissions?: readonly string[];
}

/**
 * Roles: named sets of permissions. Nobody but an administrator puts into a role, or takes out of it, what they do not
 * have themselves.
 */
@Injectable()
export class RolesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly blacklist: TokenBlacklistService,
    private readonly events: SecurityEvents,
    private readonly config: Config,
  ) {}

  list(): Promise<Role[]> {
    return this.dataSource.getRepository(Role).find({ order: { name: 'ASC' } });
  }

  /** Throws RoleTaken, BeyondOwnPermissions. */
  async create(name: string, { description = '', permissions = [] }: RoleChanges, actor: Principal): Promise<Role> {
    if (beyond(actor, permissions)) throw new BeyondOwnPermissions();
    try {
      await this.dataSource.getRepository(Role).insert({ name, description, permissions: [...permissions] });
    } catch (error) {
      if (violatedConstraint(error) === 'roles_pkey') throw new RoleTaken();
      throw error;
    }
    this.publish('role.created', name, actor, { permissions });
    return this.get(this.dataSource.manager, name);
  }

  /** Acts on the tokens of all holders at once. Throws RoleNotFound, BuiltInRole, BeyondOwnPermissions. */
  async change(name: string, changes: RoleChanges, actor: Principal): Promise<Role> {
    const { role, revoked } = await this.dataSource.transaction(async (tx) => {
      const before = await this.getForUpdate(tx, name);
      await this.blacklist.assertStillHolds(tx, actor);
      const { permissions = before.permissions, description = before.description } = changes;
      const changed = different(before.permissions, permissions);
      // The administrator's permissions are the service's own; without them nobody could mend the roles again.
      if (name === ADMIN && changed.length > 0) throw new BuiltInRole();
      if (beyond(actor, changed)) throw new BeyondOwnPermissions();
      await tx.update(Role, name, { description, permissions: [...permissions], updatedAt: () => 'now()' });
      const holders = changed.length > 0 ? await raiseEpochOfHolders(tx, name, this.config.tokens.accessSeconds) : [];
      const revoked = await this.blacklist.revokeOlder(tx, holders, 'role_changed');
      return { role: await this.get(tx, name), revoked };
    });
    this.blacklist.announce(revoked);
    this.publish('role.changed', name, actor, { permissions: role.permissions });
    return role;
  }

  /** Throws RoleNotFound, BuiltInRole, RoleInUse. */
  async remove(name: string, actor: Principal): Promise<void> {
    const { builtIn } = await this.get(this.dataSource.manager, name);
    if (builtIn) throw new BuiltInRole();
    try {
      await this.dataSource.getRepository(Role).delete(name);
    } catch (error) {
      if (violatedConstraint(error) === 'user_roles_role_name_fkey') throw new RoleInUse();
      throw error;
    }
    this.publish('role.deleted', name, actor, {});
  }

  private async get(tx: EntityManager, name: string): Promise<Role> {
    const role = await tx.findOneBy(Role, { name });
    if (!role) throw new RoleNotFound();
    return role;
  }

  private async getForUpdate(tx: EntityManager, name: string): Promise<Role> {
    const role = await tx.findOne(Role, { where: { name }, lock: { mode: 'pessimistic_write' } });
    if (!role) throw new RoleNotFound();
    return role;
  }

  private publish(
    type: 'role.created' | 'role.changed' | 'role.deleted',
    role: string,
    actor: Principal,
    detail: Record<string, unknown>,
  ): void {
    this.events.publish({ type, outcome: 'success', actorId: actor.userId, detail: { role, ...detail } });
  }
}

/** What is in one of the two only. */
function different(before: readonly string[], after: readonly string[]): string[] {
  const added = after.filter((permission) => !before.includes(permission));
  return [...added, ...before.filter((permission) => !after.includes(permission))];
}
