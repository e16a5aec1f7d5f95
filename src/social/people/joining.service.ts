import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EvictionService, NoticesService } from '#auth/index.js';
import type { SocialProviderConfig } from '#config/index.js';
import { type Account, AccountsService, IdentitiesService } from '#users/index.js';
import type { FlowError } from '../providers/upstream-failure.js';
import type { UpstreamEmail, UpstreamPerson } from '../providers/upstream-person.js';
import { CreationPolicy } from './creation-policy.service.js';
import type { Arrived } from './arrivals.service.js';

/** Whoever was put out by it, to be announced after the commit. */
export interface Joined extends Arrived {
  readonly evicted: Awaited<ReturnType<EvictionService['evict']>> | undefined;
}

/** `unknown`: nobody has the address. `again`: somebody else was faster. */
export type JoinOutcome = Joined | FlowError | 'unknown' | 'again';

/** Somebody who comes for the first time, with an address that an account has already. */
@Injectable()
export class JoiningService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly identities: IdentitiesService,
    private readonly eviction: EvictionService,
    private readonly notices: NoticesService,
    private readonly policy: CreationPolicy,
  ) {}

  /**
   * The account becomes theirs only when both sides have proven the address. Where it was never proven here, whoever
   * made the account loses password, sessions and links (pre-hijacking).
   */
  async join(
    tx: EntityManager,
    person: UpstreamPerson & { readonly email: UpstreamEmail },
    provider: SocialProviderConfig,
    locale: string,
  ): Promise<JoinOutcome> {
    await this.policy.prepare(tx);
    const account = await this.accounts.lockByEmail(person.email.address, tx);
    if (!account) return this.nobodyOrClosed(tx, person.email);
    // In another tab they have come for the first time a moment ago, while this one waited for the account.
    if (await this.identities.ownerOf({ ...person, provider: provider.name, email: null }, tx)) return 'again';
    const refused = await this.refusal(tx, account, person, provider);
    if (refused) return refused;

    const evicted = account.is_verified ? undefined : await this.takeOver(tx, account);
    const { device_epoch, email } = await this.accounts.get(account.id, tx);
    const known = { ...person, provider: provider.name, email: person.email.address };
    const identity = await this.identities.add(account.id, known, tx);
    if (!identity) return 'again';
    const told = { ...account, email, is_verified: true };
    await this.notices.tell(tx, told, locale, { template: 'identity_linked', provider: provider.label });
    const how = account.is_verified ? 'linked' : 'taken_over';
    return { userId: account.id, identityId: identity.id, deviceEpoch: device_epoch, how, evicted };
  }

  /** Only the owner of the address learns here what has become of the account. */
  private async nobodyOrClosed(tx: EntityManager, { address, proven }: UpstreamEmail): Promise<JoinOutcome> {
    const holder = await this.accounts.findByEmail(address, tx);
    if (!holder) return 'unknown';
    // An open one would have been locked: it was made in the moment between, mostly by the same person in another tab.
    if (holder.is_active) return 'again';
    return proven ? 'account_disabled' : 'account_exists';
  }

  private async refusal(
    tx: EntityManager,
    account: Account,
    { email, issuer }: UpstreamPerson & { readonly email: UpstreamEmail },
    provider: SocialProviderConfig,
  ): Promise<FlowError | undefined> {
    if (!email.proven || provider.linking === 'never') return 'account_exists';
    if (!account.is_active) return 'account_disabled';
    // The provider knows the owner under another subject: the address has changed hands there. Or it was unlinked: then
    // only the owner of the account brings it back, and not whoever has the address.
    if (account.is_verified)
      return (await this.identities.hasOneOf(account.id, issuer, tx)) ? 'account_exists' : undefined;
    return this.policy.refusal(provider, email, account.id, tx);
  }

  private async takeOver(tx: EntityManager, { id }: Account) {
    await this.accounts.proveEmail(tx, id);
    return this.eviction.evict(tx, id);
  }
}
