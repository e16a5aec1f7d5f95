import type { ClaimNames } from './provider-fields.js';

/** What is known of a provider beforehand. Everything in it gives way to a setting. */
export interface Preset {
  readonly label: string;
  readonly issuer: string;
  readonly scopes: readonly string[];
  readonly claims?: Partial<ClaimNames>;
  readonly formPost?: boolean;
  /** Plain OAuth 2.0: there is no discovery. */
  readonly endpoints?: {
    readonly authorization: string;
    readonly token: string;
    readonly userinfo: string;
    readonly emails?: string;
  };
}

const OPENID = ['openid', 'profile', 'email'];

export const PRESETS = {
  google: { label: 'Google', issuer: 'https://accounts.google.com', scopes: OPENID },
  gitlab: { label: 'GitLab', issuer: 'https://gitlab.com', scopes: OPENID },
  // Tenants write into `email` what they like; `xms_edov` says that the owner of the domain is who they say.
  microsoft: {
    label: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/common/v2.0',
    scopes: OPENID,
    claims: { email_verified: 'xms_edov' },
  },
  // With a name among the scopes Apple sends people back by a form only.
  apple: { label: 'Apple', issuer: 'https://appleid.apple.com', scopes: ['openid', 'name', 'email'], formPost: true },
  github: {
    label: 'GitHub',
    issuer: 'https://github.com/login/oauth',
    scopes: ['read:user', 'user:email'],
    claims: { subject: 'id', username: 'login' },
    endpoints: {
      authorization: 'https://github.com/login/oauth/authorize',
      token: 'https://github.com/login/oauth/access_token',
      userinfo: 'https://api.github.com/user',
      emails: 'https://api.github.com/user/emails',
    },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;

export const presetOf = (name: string): Preset | undefined =>
  Object.hasOwn(PRESETS, name) ? PRESETS[name as PresetName] : undefined;
