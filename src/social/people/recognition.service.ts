import { Injectable } from '@nestjs/common';
import { ServiceUnavailable } from '#common/errors/index.js';
import { SecurityEvents } from '#common/events/security-events.js';
import type { SocialProviderConfig } from '#config/index.js';
import { GroupRolesService, IdentitiesService, ProviderTokenSeal } from '#users/index.js';
import type { UpstreamPerson } from '../providers/upstream-person.js';
import { type Arrived, ArrivalsService } from './arrivals.service.js';

/** Two tabs, or two instances, may be at it at once; a third time there is something wrong. */
const ATTEMPTS = 3;

/** Whose account here belongs to somebody whom a provider has named: found by issuer and subject, and by nothing else. */
@Injectable()
export class RecognitionService {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly arrivals: ArrivalsService,
    private readonly tokenSeal: ProviderTokenSeal,
    private readonly groupRoles: GroupRolesService,
    private readonly events: SecurityEvents,
  ) {}

  /** Throws UpstreamFailure, ServiceUnavailable. */
  async recognise(person: UpstreamPerson, provider: SocialProviderConfig, locale: string): Promise<Arrived> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const arrived = (await this.known(person, provider)) ?? (await this.arrivals.receive(person, provider, locale));
      if (!arrived) continue;
      this.publish(arrived, provider.name);
      return this.welcome(arrived, person, provider);
    }
    throw new ServiceUnavailable();
  }

  private async known(person: UpstreamPerson, { name }: SocialProviderConfig): Promise<Arrived | undefined> {
    const owner = await this.identities.ownerOf({ ...person, provider: name, email: null });
    if (!owner) return undefined;
    return { userId: owner.user_id, identityId: owner.id, deviceEpoch: owner.device_epoch, how: 'known' };
  }

  /** What is done at each sign-in: the address as it is there now, tokens where they are kept, roles by groups. */
  private async welcome(arrived: Arrived, person: UpstreamPerson, provider: SocialProviderConfig): Promise<Arrived> {
    const { userId, identityId } = arrived;
    const tokens = provider.storeTokens ? this.tokenSeal.seal(identityId, person.tokens) : null;
    const email = person.email?.address ?? null;
    const granted = await this.identities.noteUse(identityId, { ...person, provider: provider.name, email }, tokens);
    const wanted = provider.roles.filter(({ group }) => person.groups.includes(group)).map(({ role }) => role);
    if (wanted.length + granted.length > 0) await this.groupRoles.keepInStep(userId, identityId, wanted);
    return arrived;
  }

  private publish({ userId, how }: Arrived, provider: string): void {
    const about = { outcome: 'success', userId, detail: { by: provider } } as const;
    if (how === 'created') this.events.publish({ type: 'user.registered', ...about });
    if (how === 'taken_over') this.events.publish({ type: 'email.verified', ...about });
    if (how !== 'known') this.events.publish({ type: 'identity.linked', ...about });
  }
}
