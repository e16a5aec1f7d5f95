import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, Not } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { SessionsService, TokenBlacklistService } from '#tokens/index.js';
import { ADMIN } from './role.entity.js';
import { User } from './user.entity.js';
import {
  beyond,
  isLastAdministrator,
  lockAdministrators,
  lockPermissionsOfRoles,
  permissionsOfUser,
} from './user-rules.js';
import { BeyondOwnPermissions, LastAdministrator, UserNotFound } from './users.errors.js';
import { refusalOf } from './users.service.js';

export interface UserChanges {
  readonly username?: string;
  readonly fullName?: string | null;
  readonly isActive?: boolean;
  readonly roles?: readonly string[];
}

type Refusal = UserNotFound | LastAdministrator | BeyondOwnPermissions;

/** What is about to be done to an account. */
interface Deed {
  /** It would be no administrator's afterwards. */
  readonly losesAdmin?: boolean;
  /** Roles that are handed out. */
  readonly gives?: readonly string[];
  /** It is about a closed account, or about one that may be; for all else those are not there. */
  readonly closed?: boolean | 'either';
}

/** Changes to an account that its sessions and tokens must feel at once. */
@Injectable()
export class UserChangesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionsService,
    private readonly blacklist: TokenBlacklistService,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws UserNotFound, LastAdministrator, BeyondOwnPermissions, UsernameTaken, UnknownRole. */
  async change(id: string, changes: UserChanges, actor: Principal): Promise<void> {
    const { roles, isActive } = changes;
    const losesAdmin = isActive === false || (roles !== undefined && !roles.includes(ADMIN));
    try {
      const revoked = await this.within(id, actor, { losesAdmin, gives: roles }, (tx) => this.apply(tx, id, changes));
      this.blacklist.announce(revoked);
    } catch (error) {
      throw refusalOf(error) ?? error;
    }
    this.publish(id, changes, actor);
  }

  /**
   * Does `work` to an account, if the actor may, in one transaction during which nobody else changes it. A refusal is
   * thrown only after the commit. Throws UserNotFound, LastAdministrator, BeyondOwnPermissions, InvalidAccessToken.
   */
  async within<T>(
    id: string,
    actor: Principal,
    deed: Deed,
    work: (tx: EntityManager) => Promise<T | Refusal>,
  ): Promise<T> {
    const outcome = await this.dataSource.transaction(
      async (tx) => (await this.refusal(tx, id, actor, deed)) ?? (await work(tx)),
    );
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  private async apply(tx: EntityManager, id: string, { roles, isActive, ...profile }: UserChanges) {
    await tx.update(User, id, { ...profile, isActive, updatedAt: () => 'now()' });
    const entries = roles ? await this.replaceRoles(tx, id, roles) : [];
    return isActive === false
      ? [...entries, ...(await this.sessions.endAllWithin(tx, id, 'user_deactivated'))]
      : entries;
  }

  /** Roles and epoch change together, so no token has ever old roles and the new epoch. */
  private async replaceRoles(tx: EntityManager, id: string, roles: readonly string[]) {
    await tx.query('DELETE FROM user_roles WHERE user_id = $1', [id]);
    await tx.query('INSERT INTO user_roles (user_id, role_name) SELECT $1, unnest($2::text[])', [id, roles]);
    await tx.increment(User, { id }, 'tokenEpoch', 1);
    const { tokenEpoch } = await tx.findOneOrFail(User, { select: { tokenEpoch: true }, where: { id } });
    return this.blacklist.revokeOlder(tx, [{ id, epoch: tokenEpoch }], 'roles_changed');
  }

  /** The actor may have been put out while waiting for a hash or a lock. Throws InvalidAccessToken. */
  assertEntitled(tx: EntityManager, actor: Principal): Promise<void> {
    return this.blacklist.assertStillHolds(tx, actor);
  }

  /** Rules that concern the user as they are now. The row stays locked until the caller has decided. */
  private async refusal(
    tx: EntityManager,
    id: string,
    actor: Principal,
    { losesAdmin, gives = [], closed }: Deed,
  ): Promise<Refusal | undefined> {
    if (losesAdmin) await lockAdministrators(tx);
    const given = await lockPermissionsOfRoles(tx, gives);
    const where = { id, ...(closed !== 'either' && { deletesAt: closed ? Not(IsNull()) : IsNull() }) };
    const user = await tx.findOne(User, { select: { id: true }, where, lock: { mode: 'pessimistic_write' } });
    await this.assertEntitled(tx, actor);
    if (!user) return new UserNotFound();
    const theirs = actor.userId === id ? [] : await permissionsOfUser(tx, id);
    if (beyond(actor, [...theirs, ...given])) return new BeyondOwnPermissions();
    if (losesAdmin && (await isLastAdministrator(tx, id))) return new LastAdministrator();
    return undefined;
  }

  private publish(userId: string, { roles, isActive, ...profile }: UserChanges, actor: Principal): void {
    const about = { outcome: 'success', userId, actorId: actor.userId } as const;
    const fields = Object.entries(profile).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    if (fields.length > 0) this.events.publish({ ...about, type: 'user.changed', detail: { fields } });
    if (roles) this.events.publish({ ...about, type: 'user.roles_changed', detail: { roles } });
    if (isActive !== undefined) {
      this.events.publish({ ...about, type: isActive ? 'user.activated' : 'user.deactivated' });
    }
  }
}
