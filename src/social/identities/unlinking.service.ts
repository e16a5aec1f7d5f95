import { Injectable } from '@nestjs/common';
import { NoticesService } from '#auth/index.js';
import type { Principal } from '#common/access/index.js';
import { IdentityRemoval, type Removal } from '#users/index.js';
import { ProvidersService } from '../providers/providers.service.js';
import { Entitlement } from './entitlement.service.js';
import { IdentityNotFound, LastWayIn } from './identities.errors.js';

/** Somebody who is signed in takes an identity away from the own account. */
@Injectable()
export class UnlinkingService {
  constructor(
    private readonly entitlement: Entitlement,
    private readonly removal: IdentityRemoval,
    private readonly notices: NoticesService,
    private readonly providers: ProvidersService,
  ) {}

  /** Throws RecentSignInRequired, IdentityNotFound, LastWayIn, InvalidAccessToken, UserNotFound. */
  async unlink(me: Principal, id: string, locale: string): Promise<Removal['owner']> {
    this.entitlement.assertRecent(me);
    const outcome = await this.entitlement.within(
      me,
      async (tx, account) => {
        const removal = await this.removal.remove(tx, me, id, this.providers.names);
        if (typeof removal === 'string') return removal;
        const provider = this.providers.labelOf(removal.provider);
        await this.notices.tell(tx, account, locale, { template: 'identity_unlinked', provider });
        return removal;
      },
      (tx) => this.removal.prepare(tx),
    );
    if (outcome === 'not_found') throw new IdentityNotFound();
    if (outcome === 'last') throw new LastWayIn();
    this.removal.announce(outcome);
    this.entitlement.publish(me, 'identity.unlinked', outcome.provider);
    return outcome.owner;
  }
}
