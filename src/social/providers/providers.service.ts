import { Injectable } from '@nestjs/common';
import { DomainError } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { OAuth2Provider } from './oauth2.provider.js';
import { OpenIdProvider } from './openid.provider.js';
import { socialUrl } from './social-url.js';
import type { UpstreamProvider } from './upstream-provider.js';

export class UnknownProvider extends DomainError {
  static override readonly spec = {
    code: 'unknown_provider',
    status: 404,
    title: 'There is no such provider',
    detail: '`GET /auth/providers` lists those that there are.',
  };
}

/** The providers that people can sign in with. */
@Injectable()
export class ProvidersService {
  private readonly known: ReadonlyMap<string, UpstreamProvider>;

  constructor(config: Config) {
    const { providers, timeoutMs } = config.social;
    this.known = new Map(
      providers.map((provider) => {
        const Kind = provider.endpoints ? OAuth2Provider : OpenIdProvider;
        return [provider.name, new Kind(provider, socialUrl(config, provider.name, '/callback'), timeoutMs / 1000)];
      }),
    );
  }

  get names(): string[] {
    return [...this.known.keys()];
  }

  /** Of one that is not configured any more there is only the name. */
  labelOf(name: string): string {
    return this.known.get(name)?.config.label ?? name;
  }

  /** Throws UnknownProvider. */
  get(name: string): UpstreamProvider {
    const provider = this.known.get(name);
    if (!provider) throw new UnknownProvider();
    return provider;
  }
}
