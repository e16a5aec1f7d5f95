import { Injectable } from '@nestjs/common';
import { NoticesService } from '#auth/index.js';
import type { Principal } from '#common/access/index.js';
import { IdentitiesService, type IdentityRow } from '#users/index.js';
import { type CodeProof, CodesService, InvalidSocialCode } from '../flow/codes.service.js';
import type { LinkContent } from '../flow/returns.service.js';
import { StartsService } from '../flow/starts.service.js';
import type { LinkDto } from './dto/identity.dto.js';
import { Entitlement } from './entitlement.service.js';
import { IdentityTaken } from './identities.errors.js';

/** Somebody who is signed in links an identity at a provider to the own account. */
@Injectable()
export class LinksService {
  constructor(
    private readonly entitlement: Entitlement,
    private readonly codes: CodesService,
    private readonly identities: IdentitiesService,
    private readonly notices: NoticesService,
    private readonly starts: StartsService,
  ) {}

  /** Where the browser goes. Throws RecentSignInRequired, UnknownProvider, UnknownReturnAddress. */
  begin(me: Principal, provider: string, wish: LinkDto): Promise<string> {
    this.entitlement.assertRecent(me);
    const { redirect_uri: redirectUri, code_challenge: codeChallenge, state: appState } = wish;
    return this.starts.prepareLinking({ provider, redirectUri, codeChallenge, appState, userId: me.userId });
  }

  /**
   * The code says whom the provider has named and whose account was meant; the access token, who asks; the verifier,
   * that it is the same application. So an address that was made for somebody else's account links nothing to it, and
   * nothing of theirs to another. Throws InvalidSocialCode, IdentityTaken, InvalidAccessToken, UserNotFound.
   */
  async finish(me: Principal, proof: CodeProof, locale: string): Promise<IdentityRow> {
    const used = await this.codes.use('link', proof);
    if (used.userId !== me.userId) throw new InvalidSocialCode();
    const content = used.content as LinkContent;
    const identity = await this.entitlement.within(me, async (tx, account) => {
      const added = await this.identities.add(me.userId, content, tx);
      if (added) await this.notices.tell(tx, account, locale, { template: 'identity_linked', provider: content.label });
      return added;
    });
    if (!identity) throw new IdentityTaken();
    this.entitlement.publish(me, 'identity.linked', content.provider);
    return identity;
  }
}
