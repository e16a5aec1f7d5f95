import { Injectable } from '@nestjs/common';
import { VerificationLettersService } from '#auth/index.js';
import type { SocialProviderConfig } from '#config/index.js';
import { Sql } from '#database/index.js';
import { EmailTaken, IdentitiesService, UsernameTaken, type UserRow, UsersService } from '#users/index.js';
import { type FlowError } from '../providers/upstream-failure.js';
import type { UpstreamEmail, UpstreamPerson } from '../providers/upstream-person.js';
import type { Arrived } from './arrivals.service.js';
import { CreationPolicy } from './creation-policy.service.js';
import { usernamesFrom } from './usernames.js';

/** $1 names, the best first. A name that a registration keeps is not free either. */
const FREE_NAME = {
  name: 'free_username',
  text: `
    SELECT n.name FROM unnest($1::text[]) WITH ORDINALITY AS n(name, at)
     WHERE NOT EXISTS (SELECT FROM users u WHERE lower(u.username COLLATE "C") = lower(n.name COLLATE "C"))
       AND NOT EXISTS (SELECT FROM pending_registrations p
                        WHERE lower(p.username COLLATE "C") = lower(n.name COLLATE "C") AND p.expires_at > now())
     ORDER BY n.at LIMIT 1`,
};

/** The provider knows them already, since a moment ago. */
class Known extends Error {}

/** Somebody who comes for the first time, and whose address no account has. */
@Injectable()
export class NewcomersService {
  constructor(
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
    private readonly letters: VerificationLettersService,
    private readonly policy: CreationPolicy,
    private readonly sql: Sql,
  ) {}

  /** `again`: somebody else was faster, with the address, the name, or as the same person in another tab. */
  async make(
    person: UpstreamPerson & { readonly email: UpstreamEmail },
    provider: SocialProviderConfig,
    locale: string,
  ): Promise<Arrived | FlowError | 'again'> {
    let refused: FlowError | undefined;
    let identityId = '';
    try {
      const user = await this.users.create(
        {
          username: await this.freeName(person),
          email: person.email.address,
          fullName: person.fullName,
          isVerified: person.email.proven,
        },
        async (made, tx) => {
          const known = { ...person, provider: provider.name, email: person.email.address };
          const identity = await this.identities.add(made.id, known, tx);
          if (!identity) throw new Known();
          identityId = identity.id;
          if (!made.is_verified) await this.letters.write(made, locale, tx);
        },
        async (tx) => {
          refused = await this.policy.refusal(provider, person.email, undefined, tx);
          if (refused) throw new Known();
        },
      );
      return arrived(user, identityId);
    } catch (error) {
      if (refused) return refused;
      // An unproven address that its former owner could have back is as good as taken.
      if (error instanceof EmailTaken && !person.email.proven) return 'account_exists';
      if ([Known, EmailTaken, UsernameTaken].some((kind) => error instanceof kind)) return 'again';
      throw error;
    }
  }

  private async freeName({ names, fullName }: UpstreamPerson): Promise<string> {
    const candidates = usernamesFrom([...names, ...(fullName ? [fullName] : [])]);
    const [free] = await this.sql.run<{ name: string }>(FREE_NAME, [candidates]);
    return free?.name ?? candidates.at(-1)!;
  }
}

const arrived = (user: UserRow, identityId: string): Arrived => ({
  userId: user.id,
  identityId,
  deviceEpoch: 0,
  how: 'created',
});
