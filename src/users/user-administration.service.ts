import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { InsufficientPermission, type Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import type { ChangeUserDto } from './dto/change-user.dto.js';
import type { CreateUserDto } from './dto/create-user.dto.js';
import { InvitationsService } from './invitations.service.js';
import { DEFAULT_ROLE } from './role.entity.js';
import { UserChangesService } from './user-changes.service.js';
import { beyond, lockPermissionsOfRoles, permissionsOfUser } from './user-rules.js';
import type { UserRow } from './user.statements.js';
import { BeyondOwnPermissions } from './users.errors.js';
import { UsersService } from './users.service.js';

/** What an administrator does to the accounts of others: who may hand out which roles is decided here. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersService,
    private readonly changes: UserChangesService,
    private readonly invitations: InvitationsService,
    private readonly events: SecurityEvents,
  ) {}

  /** Without a password the user gets an invitation by letter. */
  async create(body: CreateUserDto, actor: Principal, locale: string): Promise<UserRow> {
    const roles = body.roles ?? [DEFAULT_ROLE];
    const isPlain = roles.every((role) => role === DEFAULT_ROLE);
    if (!isPlain) mayAssign(actor);
    const { username, email, password, full_name: fullName } = body;
    const user = await this.users.create(
      { username, email, password, fullName, roles },
      async (made, tx) => {
        await this.changes.assertEntitled(tx, actor);
        if (password === undefined) await this.invitations.write(made, locale, tx);
      },
      isPlain ? undefined : (tx) => mayGive(tx, roles, actor),
    );
    this.events.publish({
      type: 'user.created',
      outcome: 'success',
      userId: user.id,
      actorId: actor.userId,
      detail: { roles },
    });
    return user;
  }

  async change(id: string, body: ChangeUserDto, actor: Principal): Promise<UserRow> {
    if (body.roles) mayAssign(actor);
    const { username, full_name: fullName, is_active: isActive, roles } = body;
    await this.changes.change(id, { username, fullName, isActive, roles }, actor);
    return this.users.get(id);
  }

  /** Throws UserNotFound, BeyondOwnPermissions: nobody acts on accounts that may do more than they may. */
  async mayManage(id: string, actor: Principal): Promise<void> {
    await this.users.get(id);
    if (id === actor.userId) return;
    if (beyond(actor, await permissionsOfUser(this.dataSource.manager, id))) throw new BeyondOwnPermissions();
  }
}

/** Any roles at all. Which ones is asked in the transaction that hands them out: a role may be changed in between. */
function mayAssign(actor: Principal): void {
  if (!actor.permissions.includes('roles:assign')) throw new InsufficientPermission(['roles:assign']);
}

async function mayGive(tx: EntityManager, roles: readonly string[], actor: Principal): Promise<void> {
  if (beyond(actor, await lockPermissionsOfRoles(tx, roles))) throw new BeyondOwnPermissions();
}
