import { Injectable } from '@nestjs/common';
import { DomainError } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { ProvidersService } from '../providers/providers.service.js';
import { socialUrl } from '../providers/social-url.js';
import { UpstreamFailure } from '../providers/upstream-failure.js';
import { type BegunFlow, FlowsService, type FlowWish } from './flows.service.js';
import { returnAddress } from './return-address.js';

/** Said in an answer and never by sending somebody there (RFC 9700 §4.11). */
export class UnknownReturnAddress extends DomainError {
  static override readonly spec = {
    code: 'unknown_return_address',
    status: 400,
    title: 'People are not sent back to this address',
    detail:
      '`redirect_uri` must be exactly one of those in `SOCIAL_REDIRECT_URIS`; where none is set, `PUBLIC_URL/sign-in`.',
  };
}

/** Where somebody is sent, and what their browser has to keep meanwhile. */
export interface Departure {
  readonly location: string;
  readonly flow?: BegunFlow;
}

/** The first step: to the provider. */
@Injectable()
export class StartsService {
  constructor(
    private readonly providers: ProvidersService,
    private readonly flows: FlowsService,
    private readonly config: Config,
  ) {}

  /** Throws UnknownProvider, UnknownReturnAddress. A provider that is away sends people back at once. */
  async start(wish: FlowWish): Promise<Departure> {
    const provider = this.providers.get(wish.provider);
    this.assertAllowed(wish.redirectUri);
    const flow = await this.flows.begin(wish);
    try {
      return { location: (await provider.authorizationUrl(flow)).href, flow };
    } catch (error) {
      if (!(error instanceof UpstreamFailure)) throw error;
      return { location: returnAddress(wish, { error: error.code }) };
    }
  }

  /** Throws UnknownProvider, InvalidSocialFlow. */
  async startLinking(provider: string, ticket: string): Promise<Departure> {
    this.providers.get(provider);
    return this.start(await this.flows.useTicket(ticket, provider));
  }

  /**
   * An address for the browser, which need not be the program that asks: only there can a cookie bind what follows.
   * Throws UnknownProvider, UnknownReturnAddress.
   */
  async prepareLinking(wish: FlowWish): Promise<string> {
    this.providers.get(wish.provider);
    this.assertAllowed(wish.redirectUri);
    const ticket = await this.flows.issueTicket(wish);
    return `${socialUrl(this.config, wish.provider, '/link')}?ticket=${ticket}`;
  }

  /** Compared as text, from the first sign to the last: no prefix, no host, no reading of it (ASVS 10.4.1). */
  private assertAllowed(redirectUri: string): void {
    if (!this.config.social.redirectUris.includes(redirectUri)) throw new UnknownReturnAddress();
  }
}
