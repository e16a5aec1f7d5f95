import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SocialProviderConfig } from '#config/index.js';
import { OneTimeTokensService } from '#tokens/index.js';
import { GroupRolesService } from '#users/index.js';
import type { FlowError } from '../providers/upstream-failure.js';
import type { UpstreamEmail } from '../providers/upstream-person.js';

/**
 * Who gets an account by coming from a provider. An account whose address nobody has proven is as good as none; but not
 * the last administrator's, who would be none afterwards, or be somebody else.
 */
@Injectable()
export class CreationPolicy {
  constructor(
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly groupRoles: GroupRolesService,
  ) {}

  /** To be called before an account is locked that may be taken over. */
  prepare(tx: EntityManager): Promise<void> {
    return this.groupRoles.prepare(tx);
  }

  /** `invitedId`: an account with that address, which an administrator may have made for them. Undefined: it is allowed. */
  async refusal(
    { creation, domains }: SocialProviderConfig,
    { address, proven }: UpstreamEmail,
    invitedId: string | undefined,
    tx: EntityManager,
  ): Promise<FlowError | undefined> {
    if (invitedId !== undefined && (await this.groupRoles.isLastByGroups(tx, invitedId))) return 'account_exists';
    switch (creation) {
      case 'on':
        return undefined;
      case 'off':
        return 'sign_up_closed';
      case 'domains':
        if (!proven) return 'email_unproven';
        return domains.includes(domainOf(address)) ? undefined : 'sign_up_closed';
      case 'invited':
        if (!proven) return 'email_unproven';
        return invitedId && (await this.isInvited(invitedId, tx)) ? undefined : 'sign_up_closed';
    }
  }

  private async isInvited(userId: string, tx: EntityManager): Promise<boolean> {
    return (await this.oneTimeTokens.age('invitation', userId, tx)) !== undefined;
  }
}

/** The whole of it: `example.org` is not `example.org.attacker.net`, and neither is a subdomain. */
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
