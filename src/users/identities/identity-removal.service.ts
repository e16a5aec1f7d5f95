import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { SessionsService } from '#tokens/index.js';
import { type Account, AccountsService, type RolesLeft } from '../accounts.service.js';
import { GroupRolesService } from './group-roles.service.js';
import { IdentitiesService } from './identities.service.js';

/** What a removal did. */
export interface Removal {
  readonly provider: string;
  /** No device is known any more; the one that asks can be made so again by it. */
  readonly owner: Pick<Account, 'id' | 'device_epoch'>;
  /** To be announced after the commit. */
  readonly revoked: Awaited<ReturnType<SessionsService['endAllWithin']>>;
  readonly rolesLeft: RolesLeft | undefined;
}

/** An identity opens the account no more, and neither does anything that it has opened until now. */
@Injectable()
export class IdentityRemoval {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly accounts: AccountsService,
    private readonly groupRoles: GroupRolesService,
    private readonly sessions: SessionsService,
  ) {}

  /** To be called before the account is locked. */
  prepare(tx: EntityManager): Promise<void> {
    return this.groupRoles.prepare(tx);
  }

  /**
   * As with a new password: all other sessions end, and sign-ins and devices from before are void. Roles that came by
   * the identity go with it. `providers`: by which people can still sign in. The caller holds the lock on the account.
   */
  async remove(
    tx: EntityManager,
    { userId, sessionId }: Principal,
    id: string,
    providers: readonly string[],
  ): Promise<Removal | 'not_found' | 'last'> {
    const removed = await this.identities.remove(id, userId, providers, tx);
    if (!removed) return (await this.identities.isOf(id, userId, tx)) ? 'last' : 'not_found';
    const owner = await this.accounts.forgetDevices(tx, userId);
    const { revoked, rolesLeft } = await this.groupRoles.takeBack(tx, userId, removed.granted_roles);
    const ended = await this.sessions.endAllWithin(tx, userId, 'identity_unlinked', sessionId);
    return { provider: removed.provider, owner, rolesLeft, revoked: [...revoked, ...ended] };
  }

  announce({ revoked, rolesLeft }: Removal): void {
    this.sessions.announce(revoked);
    this.accounts.announceRoles(rolesLeft);
  }
}
