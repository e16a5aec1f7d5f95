import type { ProviderTokens } from '#users/index.js';

/** Somebody, as a provider tells of them. */
export interface UpstreamPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: UpstreamEmail | undefined;
  readonly fullName: string | undefined;
  /** What a username may be made of, the best first. */
  readonly names: readonly string[];
  readonly groups: readonly string[];
  readonly tokens: ProviderTokens;
}

export interface UpstreamEmail {
  readonly address: string;
  /** The provider says that the address is this person's, and the operator believes it. */
  readonly proven: boolean;
}
