import { Logger } from '@nestjs/common';
import type * as Oidc from 'openid-client';
import type { SocialProviderConfig } from '#config/index.js';
import { boundedFetch } from './bounded-fetch.js';
import { appleSecret } from './apple-secret.js';
import { failureOf } from './upstream-failure.js';
import type { UpstreamPerson } from './upstream-person.js';

/** What binds an answer of a provider to the question and to the browser that it was asked in. */
export interface FlowSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type TokenAnswer = Awaited<ReturnType<typeof Oidc.authorizationCodeGrant>>;

/** A provider that people can sign in with. Speaks its protocol by openid-client, which is loaded when one is there. */
export abstract class UpstreamProvider {
  protected readonly fetch = boundedFetch();
  private readonly logger = new Logger('Social');

  constructor(
    readonly config: SocialProviderConfig,
    /** Where the provider sends people back to: one for each, so that no answer of one is taken for another's. */
    private readonly callbackUrl: string,
    protected readonly timeoutSeconds: number,
  ) {}

  /** Where somebody goes to sign in. Throws UpstreamFailure. */
  async authorizationUrl({ state, nonce, codeVerifier }: FlowSecrets): Promise<URL> {
    return this.heard('asked where people sign in', async (oidc) => {
      const { scopes, parameters, formPost } = this.config;
      return oidc.buildAuthorizationUrl(await this.configuration(oidc), {
        ...parameters,
        redirect_uri: this.callbackUrl,
        scope: scopes.join(' '),
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(this.usesNonce && { nonce }),
        ...(formPost && { response_mode: 'form_post' }),
      });
    });
  }

  /** Who has come back with these parameters. Throws UpstreamFailure. */
  async whoIs(answer: Readonly<Record<string, string>>, secrets: FlowSecrets): Promise<UpstreamPerson> {
    return this.heard('asked who somebody is', async (oidc) => {
      const config = await this.configuration(oidc);
      // RFC 9207 and the state are checked in here, before the code goes anywhere.
      const url = new URL(`${this.callbackUrl}?${new URLSearchParams(answer).toString()}`);
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        expectedState: secrets.state,
        pkceCodeVerifier: secrets.codeVerifier,
        ...(this.usesNonce && { expectedNonce: secrets.nonce, idTokenExpected: true }),
      });
      return this.personBehind(oidc, config, tokens);
    });
  }

  protected abstract readonly usesNonce: boolean;

  /** Made anew for each sign-in: with it openid-client forgets the keys of the provider, which may have changed. */
  protected abstract configuration(oidc: typeof Oidc): Promise<Oidc.Configuration>;

  protected abstract personBehind(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: TokenAnswer,
  ): Promise<UpstreamPerson>;

  /** Where nothing is configured, what the provider says that it takes (RFC 8414 §2: basic, when it says nothing). */
  protected async clientAuth(oidc: typeof Oidc): Promise<Oidc.ClientAuth> {
    const { clientAuth, clientSecret, appleKey, clientId } = this.config;
    if (appleKey) return oidc.ClientSecretPost(await appleSecret(appleKey, clientId, this.config.issuer));
    if (clientAuth === 'none') return oidc.None();
    const post = oidc.ClientSecretPost(clientSecret);
    const basic = oidc.ClientSecretBasic(clientSecret);
    if (clientAuth) return clientAuth === 'client_secret_post' ? post : basic;
    return (as, client, body, headers) => {
      const takesPost = as.token_endpoint_auth_methods_supported?.includes('client_secret_post');
      return (takesPost ? post : basic)(as, client, body, headers);
    };
  }

  /** Outside production the provider may be on this machine; in production the configuration demands https. */
  protected execute(oidc: typeof Oidc): ((config: Oidc.Configuration) => void)[] {
    const { issuer, endpoints } = this.config;
    const plain = [issuer, endpoints?.authorization ?? issuer].some((url) => url.startsWith('http:'));
    return plain ? [oidc.allowInsecureRequests] : [];
  }

  private async heard<T>(what: string, ask: (oidc: typeof Oidc) => Promise<T>): Promise<T> {
    try {
      return await ask(await import('openid-client'));
    } catch (error) {
      const failure = failureOf(error);
      this.note(what, failure.code, error);
      throw failure;
    }
  }

  /** Names and codes only: what libraries put into `cause` may be a token. */
  private note(what: string, failure: string, error: unknown): void {
    if (failure === 'access_denied') return;
    const { message, code, cause } = error as { message?: string; code?: string; cause?: { message?: unknown } };
    const detail = [message, code, cause instanceof Error ? cause.message : undefined].filter(Boolean).join('; ');
    this.logger.warn(`${this.config.name}, ${what}: ${failure} (${detail})`);
  }
}
