import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EvictionService } from '#auth/index.js';
import { Config, type SocialProviderConfig } from '#config/index.js';
import { type FlowError, UpstreamFailure } from '../providers/upstream-failure.js';
import type { UpstreamEmail, UpstreamPerson } from '../providers/upstream-person.js';
import { JoiningService } from './joining.service.js';
import { NewcomersService } from './newcomers.service.js';

/** Whose account somebody has come to, and by which identity. */
export interface Arrived {
  readonly userId: string;
  readonly identityId: string;
  readonly deviceEpoch: number;
  readonly how: 'known' | 'linked' | 'taken_over' | 'created';
}

type WithEmail = UpstreamPerson & { readonly email: UpstreamEmail };

/** Strangers: whom a provider names and no account is linked to. */
@Injectable()
export class ArrivalsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly joining: JoiningService,
    private readonly newcomers: NewcomersService,
    private readonly eviction: EvictionService,
    private readonly config: Config,
  ) {}

  /** Undefined: they are known by now, since somebody else was faster. Throws UpstreamFailure. */
  async receive(person: UpstreamPerson, provider: SocialProviderConfig, locale: string): Promise<Arrived | undefined> {
    if (!hasEmail(person)) throw new UpstreamFailure('email_missing');
    // Said of every address alike: who writes any address into an account elsewhere must not learn who has one here.
    if (!person.email.proven && this.config.registration.hidden) throw new UpstreamFailure('email_unproven');
    const outcome = await this.settle(person, provider, locale);
    if (outcome === 'again') return undefined;
    if (typeof outcome === 'string') throw new UpstreamFailure(outcome);
    return outcome;
  }

  private async settle(
    person: WithEmail,
    provider: SocialProviderConfig,
    locale: string,
  ): Promise<Arrived | FlowError | 'again'> {
    const joined = await this.dataSource.transaction((tx) => this.joining.join(tx, person, provider, locale));
    if (joined === 'unknown') return this.newcomers.make(person, provider, locale);
    if (typeof joined !== 'string' && joined.evicted) this.eviction.announce(joined.evicted);
    return joined;
  }
}

const hasEmail = (person: UpstreamPerson): person is WithEmail => person.email !== undefined;
