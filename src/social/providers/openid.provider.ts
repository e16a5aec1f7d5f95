import type * as Oidc from 'openid-client';
import { type Claims, emailIn, fullNameIn, groupsIn, namesIn, subjectIn } from './claims.js';
import { UpstreamFailure } from './upstream-failure.js';
import type { UpstreamPerson } from './upstream-person.js';
import { type TokenAnswer, UpstreamProvider } from './upstream-provider.js';

/** OpenID Connect: who it is stands in a signed ID token, and everything else is found by discovery. */
export class OpenIdProvider extends UpstreamProvider {
  protected readonly usesNonce = true;

  protected async configuration(oidc: typeof Oidc): Promise<Oidc.Configuration> {
    const { issuer, clientId } = this.config;
    return oidc.discovery(new URL(issuer), clientId, undefined, await this.clientAuth(oidc), {
      // The signature too, although the token comes straight from the provider (ASVS 6.8.2).
      execute: [...this.execute(oidc), oidc.enableNonRepudiationChecks],
      timeout: this.timeoutSeconds,
      [oidc.customFetch]: this.fetch,
    });
  }

  protected async personBehind(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: TokenAnswer,
  ): Promise<UpstreamPerson> {
    const claims = tokens.claims()!;
    const told = await this.userinfo(oidc, config, tokens, claims);
    const subject = subjectIn(claims, this.config);
    if (subject === undefined) throw new UpstreamFailure('provider_error');
    return {
      issuer: claims.iss,
      subject,
      email: emailIn(claims, this.config) ?? emailIn(told, this.config),
      fullName: fullNameIn(claims, this.config) ?? fullNameIn(told, this.config),
      names: [...namesIn(claims, this.config), ...namesIn(told, this.config)],
      groups: groupsIn(claims, this.config) ?? groupsIn(told, this.config) ?? [],
      tokens,
    };
  }

  /** Only where the ID token leaves something open. The subject there must be the same one (Core §5.3.2). */
  private async userinfo(
    oidc: typeof Oidc,
    config: Oidc.Configuration,
    tokens: TokenAnswer,
    claims: Oidc.IDToken,
  ): Promise<Claims> {
    const { claims: names, roles } = this.config;
    const complete = claims[names.email] !== undefined && (roles.length === 0 || claims[names.groups] !== undefined);
    if (complete || config.serverMetadata().userinfo_endpoint === undefined) return {};
    return oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  }
}
