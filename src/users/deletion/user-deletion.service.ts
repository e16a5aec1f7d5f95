import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { outsideOfRequest } from '#common/http/request-context.js';
import { AccountsService } from '../accounts.service.js';
import { UserChangesService } from '../user-changes.service.js';
import { FIND_USER, type UserRow } from '../user.statements.js';
import { OwnAccount, UserNotFound } from '../users.errors.js';
import { AccountClosing } from './account-closing.js';
import { AccountPurge } from './account-purge.js';

/** What else must hold, asked when nobody can change the account any more. Throws its refusal. */
export type Entitlement = (tx: EntityManager) => Promise<unknown>;

/**
 * Deletion in two steps. First the account is closed: nobody gets in, and everything of it stays, its name and address
 * included. After the grace period AccountPurge removes it for good. Until then it can be restored as it was.
 */
@Injectable()
export class UserDeletionService {
  constructor(
    private readonly changes: UserChangesService,
    private readonly accounts: AccountsService,
    private readonly closing: AccountClosing,
    private readonly purge: AccountPurge,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * Returns when the account will be gone. Throws UserNotFound, LastAdministrator, BeyondOwnPermissions, and what
   * `entitle` throws.
   */
  async close(id: string, actor: Principal, locale: string, entitle?: Entitlement): Promise<Date> {
    const byOwner = id === actor.userId;
    const deed = { losesAdmin: true, closed: byOwner ? false : 'either' } as const;
    const { deletesAt, ended } = await this.changes.within(id, actor, deed, async (tx) => {
      await entitle?.(tx);
      return (await this.closing.close(tx, id, { byOwner, locale })) ?? new UserNotFound();
    });
    this.closing.announce(ended);
    this.events.publish({ type: 'user.deleted', outcome: 'success', userId: id, actorId: actor.userId });
    // What fails here is made up for by the next run: the account is closed, and due. So may others be.
    if (this.closing.graceDays === 0) await outsideOfRequest(() => this.purge.run());
    return deletesAt;
  }

  /** As `close`, and not the own one: that takes the password. Throws OwnAccount. */
  async closeOther(id: string, actor: Principal, locale: string): Promise<void> {
    if (id === actor.userId) throw new OwnAccount();
    await this.close(id, actor, locale);
  }

  /** Opens a closed account again. Throws UserNotFound (also when it is too late), BeyondOwnPermissions. */
  async restore(id: string, actor: Principal): Promise<UserRow> {
    const user = await this.changes.within(id, actor, { closed: true }, async (tx) => {
      if (!(await this.accounts.reopen(tx, id))) return new UserNotFound();
      const [restored] = await tx.query<UserRow[]>(FIND_USER.text, [id]);
      return restored!;
    });
    this.events.publish({ type: 'user.restored', outcome: 'success', userId: id, actorId: actor.userId });
    return user;
  }
}
