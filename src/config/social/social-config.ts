import type { Environment } from '../settings.js';
import { type Preset, presetOf, type PresetName } from './presets.js';
import { type ClaimNames, type GroupRole } from './provider-fields.js';
import type { ProviderEnvironment } from './provider-settings.js';

/** Somebody else who tells us who people are. */
export interface SocialProviderConfig {
  /** As it stands in paths. */
  readonly name: string;
  readonly label: string;
  readonly kind: PresetName | 'oidc' | 'oauth2';
  readonly issuer: string;
  /** Plain OAuth 2.0. Undefined: OpenID Connect, by discovery. */
  readonly endpoints: Preset['endpoints'];
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly clientAuth: ProviderEnvironment['CLIENT_AUTH'];
  /** Client secrets are signed with it. */
  readonly appleKey: { readonly teamId: string; readonly keyId: string; readonly pem: string } | undefined;
  readonly scopes: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly formPost: boolean;
  readonly claims: ClaimNames;
  readonly emailTrust: 'claim' | 'always' | 'never';
  readonly linking: 'proven' | 'never';
  readonly creation: 'on' | 'off' | 'domains' | 'invited';
  readonly domains: readonly string[];
  readonly roles: readonly GroupRole[];
  readonly storeTokens: boolean;
}

export interface SocialConfig {
  readonly providers: readonly SocialProviderConfig[];
  /** Where people may be sent back to, to the letter. */
  readonly redirectUris: readonly string[];
  /** Our own page for it, where its address is among those. */
  readonly signInPage: string | undefined;
  readonly timeoutMs: number;
}

/** Of our own page, below PUBLIC_URL. */
export const SIGN_IN_PATH = 'sign-in';

const USUAL_CLAIMS: ClaimNames = {
  subject: 'sub',
  email: 'email',
  email_verified: 'email_verified',
  name: 'name',
  username: 'preferred_username',
  groups: 'groups',
};

export type Providers = ReadonlyMap<string, ProviderEnvironment>;

/** `MY_COMPANY` stands in paths as `my-company`. */
export const pathNameOf = (name: string): string => name.toLowerCase().replaceAll('_', '-');

/**
 * Where nothing is said of addresses to come back to, there is one: a page of this service itself. Not the address of an
 * application, though ALLOWED_ORIGINS or APP_URL may name one: which of its pages takes codes, only its operator knows.
 */
export function socialConfig(env: Environment, providers: Providers, publicUrl: string): SocialConfig {
  const own = `${publicUrl}/${SIGN_IN_PATH}`;
  const redirectUris = env.SOCIAL_REDIRECT_URIS!.length > 0 ? env.SOCIAL_REDIRECT_URIS! : [own];
  return {
    providers: [...providers].map(([name, set]) => providerConfig(pathNameOf(name), set)),
    redirectUris,
    signInPage: redirectUris.includes(own) ? own : undefined,
    timeoutMs: env.SOCIAL_TIMEOUT_SECONDS! * 1000,
  };
}

function providerConfig(name: string, own: ProviderEnvironment): SocialProviderConfig {
  const preset = presetOf(name);
  const endpoints = endpointsOf(own, preset);
  return {
    name,
    label: own.LABEL ?? preset?.label ?? name,
    kind: preset ? (name as PresetName) : endpoints ? 'oauth2' : 'oidc',
    issuer: issuerOf(own, preset)!,
    endpoints,
    clientId: own.CLIENT_ID!,
    clientSecret: own.CLIENT_SECRET,
    clientAuth: own.CLIENT_AUTH,
    appleKey: own.PRIVATE_KEY && { teamId: own.TEAM_ID!, keyId: own.KEY_ID!, pem: own.PRIVATE_KEY },
    scopes: own.SCOPES ?? preset?.scopes ?? (endpoints ? [] : ['openid', 'profile', 'email']),
    parameters: own.PARAMETERS ?? {},
    formPost: own.RESPONSE_MODE ? own.RESPONSE_MODE === 'form_post' : (preset?.formPost ?? false),
    claims: { ...USUAL_CLAIMS, ...preset?.claims, ...own.CLAIMS },
    emailTrust: own.EMAIL_TRUST!,
    linking: own.LINKING!,
    creation: own.CREATION!,
    domains: own.DOMAINS ?? [],
    roles: own.ROLES ?? [],
    storeTokens: own.STORE_TOKENS!,
  } as SocialProviderConfig;
}

/** An issuer that is set for a preset of plain OAuth 2.0 does not make it another one. */
function endpointsOf(own: ProviderEnvironment, preset: Preset | undefined): Preset['endpoints'] {
  const { AUTHORIZATION_ENDPOINT, TOKEN_ENDPOINT, USERINFO_ENDPOINT, EMAILS_ENDPOINT } = own;
  if (!AUTHORIZATION_ENDPOINT && !preset?.endpoints) return undefined;
  return {
    authorization: AUTHORIZATION_ENDPOINT ?? preset!.endpoints!.authorization,
    token: TOKEN_ENDPOINT ?? preset!.endpoints!.token,
    userinfo: USERINFO_ENDPOINT ?? preset!.endpoints!.userinfo,
    emails: EMAILS_ENDPOINT ?? preset?.endpoints?.emails,
  };
}

export function issuerOf(own: ProviderEnvironment, preset: Preset | undefined): string | undefined {
  if (own.ISSUER) return own.ISSUER;
  // Another place than the preset's is another provider: its subjects are not those of the preset.
  if (own.AUTHORIZATION_ENDPOINT) return new URL(own.AUTHORIZATION_ENDPOINT).origin;
  return own.TENANT ? preset?.issuer.replace('/common/', `/${own.TENANT}/`) : preset?.issuer;
}
