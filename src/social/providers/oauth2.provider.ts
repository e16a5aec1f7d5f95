import type * as Oidc from 'openid-client';
import { type Claims, emailIn, fullNameIn, groupsIn, isUsableAddress, namesIn, subjectIn } from './claims.js';
import { UpstreamFailure } from './upstream-failure.js';
import type { UpstreamEmail, UpstreamPerson } from './upstream-person.js';
import { type TokenAnswer, UpstreamProvider } from './upstream-provider.js';

/** Plain OAuth 2.0, which says nothing about people: who it is tells an endpoint of the provider's own kind. */
export class OAuth2Provider extends UpstreamProvider {
  protected readonly usesNonce = false;

  protected async configuration(oidc: typeof Oidc): Promise<Oidc.Configuration> {
    const { issuer, clientId, endpoints } = this.config;
    const server = { issuer, authorization_endpoint: endpoints!.authorization, token_endpoint: endpoints!.token };
    const config = new oidc.Configuration(server, clientId, undefined, await this.clientAuth(oidc));
    for (const extension of this.execute(oidc)) extension(config);
    config[oidc.customFetch] = this.fetch;
    config.timeout = this.timeoutSeconds;
    return config;
  }

  protected async personBehind(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: TokenAnswer,
  ): Promise<UpstreamPerson> {
    const { issuer, endpoints } = this.config;
    const ask = (url: string) => this.ask(oidc, config, tokens.access_token, url);
    const claims = (await ask(endpoints!.userinfo)) as Claims;
    const subject = subjectIn(claims, this.config);
    if (subject === undefined) throw new UpstreamFailure('provider_error');
    return {
      issuer,
      subject,
      email: endpoints!.emails ? this.primary(await ask(endpoints!.emails)) : emailIn(claims, this.config),
      fullName: fullNameIn(claims, this.config),
      names: namesIn(claims, this.config),
      groups: groupsIn(claims, this.config) ?? [],
      tokens,
    };
  }

  private async ask(oidc: typeof Oidc, config: Oidc.Configuration, token: string, url: string): Promise<object> {
    const headers = new Headers({ accept: 'application/json', 'user-agent': 'gatehouse' });
    const response = await oidc.fetchProtectedResource(config, token, new URL(url), 'GET', undefined, headers);
    if (response.status >= 500 || response.status === 429) throw new UpstreamFailure('provider_unavailable');
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.status !== 200) throw new UpstreamFailure('provider_error');
    if (typeof answer !== 'object' || answer === null) throw new UpstreamFailure('provider_unavailable');
    return answer;
  }

  /** Of the addresses in the list the primary one, with what is said of that one. */
  private primary(list: object): UpstreamEmail | undefined {
    if (!Array.isArray(list)) return undefined;
    const own = (list as Claims[]).find((each) => each?.['primary'] === true);
    const address = own?.['email'];
    if (typeof address !== 'string' || !isUsableAddress(address)) return undefined;
    const { emailTrust } = this.config;
    return { address, proven: emailTrust === 'always' || (emailTrust === 'claim' && own!['verified'] === true) };
  }
}
