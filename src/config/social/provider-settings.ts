import { z } from 'zod';
import { baseUrl, flag, list, text } from '../fields.js';
import { setting } from '../setting.js';
import { claimNames, emailDomains, groupRoles, queryParameters, words } from './provider-fields.js';

/** The settings of one provider of sign-in. `SOCIAL_<NAME>_` stands before each, NAME being what it is called by. */
export const PROVIDER_SETTINGS = {
  ISSUER: setting({
    read: baseUrl,
    meaning:
      'The OpenID Connect issuer; everything else is found by discovery. With plain OAuth 2.0 only the name that its subjects are known by; unset, the origin of AUTHORIZATION_ENDPOINT. Presets: google, github, microsoft, gitlab and apple have theirs.',
  }),
  CLIENT_ID: setting({ read: text, meaning: 'What the provider calls this service. Demanded.' }),
  CLIENT_SECRET: setting({
    read: text,
    secret: true,
    meaning: 'The secret that the provider gave. Demanded, unless CLIENT_AUTH is none or the provider is apple.',
  }),
  LABEL: setting({
    read: z
      .string()
      .max(40, 'must have at most 40 characters')
      .regex(/^[^\p{C}<>"\\]+$/u, 'must be one line without < > " \\'),
    meaning: 'What people read on the button, and in letters. Unset: the name of the provider.',
  }),
  SCOPES: setting({
    read: words,
    meaning: 'What is asked for, separated by blanks. Unset: openid profile email, or what the preset needs.',
  }),
  PARAMETERS: setting({
    read: queryParameters,
    meaning: 'More parameters of the authorization request, such as prompt=select_account&access_type=offline.',
  }),
  CLIENT_AUTH: setting({
    read: z.enum(
      ['client_secret_basic', 'client_secret_post', 'none'],
      'must be client_secret_basic, client_secret_post or none',
    ),
    meaning:
      'How this service authenticates at the token endpoint. Unset: client_secret_post where the provider says that it takes it, else client_secret_basic.',
  }),
  RESPONSE_MODE: setting({
    read: z.enum(['query', 'form_post'], 'must be query or form_post'),
    meaning: 'How the provider sends people back. Unset: query, at apple form_post.',
  }),
  AUTHORIZATION_ENDPOINT: setting({
    read: baseUrl,
    meaning: 'Where people sign in, for a provider of plain OAuth 2.0. Set: there is no discovery.',
  }),
  TOKEN_ENDPOINT: setting({ read: baseUrl, meaning: 'Token endpoint of a provider of plain OAuth 2.0.' }),
  USERINFO_ENDPOINT: setting({
    read: baseUrl,
    meaning: 'Where a provider of plain OAuth 2.0 tells who has signed in, as JSON.',
  }),
  EMAILS_ENDPOINT: setting({
    read: baseUrl,
    meaning:
      'Where a provider of plain OAuth 2.0 lists e-mail addresses with primary and verified, as GitHub does. Unset: the address is in the answer of USERINFO_ENDPOINT.',
  }),
  CLAIMS: setting({
    read: claimNames,
    meaning:
      'Names of the claims, where they are not the usual ones: email=mail,username=login. Of subject (plain OAuth 2.0 only), email, email_verified, name, username, groups.',
  }),
  EMAIL_TRUST: setting({
    read: z.enum(['claim', 'always', 'never'], 'must be claim, always or never'),
    default: 'claim',
    meaning:
      'When an e-mail address counts as proven. claim: when the provider says so of it; always: for a provider that gives out the addresses itself; never.',
  }),
  LINKING: setting({
    read: z.enum(['proven', 'never'], 'must be proven or never'),
    default: 'proven',
    meaning:
      'Whether somebody who comes for the first time joins the account with the same address. proven: when both sides have proven it; never: only by linking it while signed in.',
  }),
  CREATION: setting({
    read: z.enum(['on', 'off', 'domains', 'invited'], 'must be on, off, domains or invited'),
    default: 'on',
    meaning:
      'Who gets an account. on: everybody; domains: whose proven address is at one of DOMAINS; invited: whose proven address an administrator has invited; off: nobody.',
  }),
  DOMAINS: setting({
    read: emailDomains,
    meaning: 'Domains of e-mail addresses for CREATION=domains, separated by commas.',
  }),
  ROLES: setting({
    read: groupRoles,
    meaning:
      'Roles for the groups that the provider names: engineers=moderator,staff=user. Kept in step at each sign-in. Unset: none are given.',
  }),
  STORE_TOKENS: setting({
    read: flag,
    default: 'off',
    meaning: 'Keep the tokens of the provider, encrypted, with the identity.',
  }),
  TENANT: setting({
    read: z.string().regex(/^[A-Za-z0-9.-]+$/, 'must be a tenant id, a domain, common, organizations or consumers'),
    meaning: 'microsoft only: whose accounts. Unset: common, which is everybody with a Microsoft account.',
  }),
  TEAM_ID: setting({ read: text, meaning: 'apple only: the team that the key belongs to.' }),
  KEY_ID: setting({ read: text, meaning: 'apple only: the id of the key.' }),
  PRIVATE_KEY: setting({
    read: z
      .string()
      .transform((pem) => pem.replaceAll(String.raw`\n`, '\n'))
      .refine((pem) => /^-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\s*$/.test(pem), {
        message: 'must be the text of the .p8 file',
      }),
    secret: true,
    meaning:
      'apple only: the text of the .p8 file, its line ends as they are or as \\n. Client secrets are made of it.',
  }),
} as const;

export type ProviderSettingName = keyof typeof PROVIDER_SETTINGS;

type Parsed<S> = S extends { read: z.ZodType<infer T, string> } ? T : never;

/** What is set for one provider, read. */
export type ProviderEnvironment = {
  -readonly [K in ProviderSettingName]?: Parsed<(typeof PROVIDER_SETTINGS)[K]> | undefined;
};

/** Settings that concern all of them. */
export const SOCIAL_SETTINGS = {
  SOCIAL_REDIRECT_URIS: setting({
    read: list.refine((uris) => uris.every(isReturnAddress), {
      message:
        'must be a comma-separated list of exact addresses: https://app.example.org/signed-in, http only of this machine, or a scheme of an app such as org.example.app:/signed-in; without fragment',
    }),
    default: '',
    meaning:
      'Where people may be sent back to after signing in with a provider: exact addresses, separated by commas. Unset: PUBLIC_URL/sign-in, a page of this service, and nowhere else.',
  }),
  SOCIAL_TIMEOUT_SECONDS: setting({
    read: z
      .string()
      .regex(/^\d{1,2}$/, 'must be a whole number from 1 to 20')
      .transform(Number)
      .refine((seconds) => seconds >= 1 && seconds <= 20, 'must be a whole number from 1 to 20'),
    default: '5',
    unit: 'seconds',
    meaning: 'How long a provider may take for one answer.',
  }),
  SOCIAL_RATE_LIMIT: setting({
    read: z
      .string()
      .regex(/^\d{1,6}$/, 'must be a whole number from 1 to 100000')
      .transform(Number)
      .refine((value) => value >= 1 && value <= 100_000, 'must be a whole number from 1 to 100000'),
    default: '60',
    unit: 'per minute',
    meaning: 'Steps of signing in with a provider (there are three) per address.',
  }),
} as const;

/** Nothing that a browser would run, and nothing that others could read on the way (RFC 6749 §3.1.2, RFC 8252 §7.1). */
function isReturnAddress(uri: string): boolean {
  if (!URL.canParse(uri) || uri.includes('#') || /[\s*\\]/.test(uri)) return false;
  const { protocol, hostname, username, password } = new URL(uri);
  if (username !== '' || password !== '') return false;
  if (protocol === 'http:') return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return protocol === 'https:' || /^[a-z][a-z0-9+-]*\.[a-z0-9+.-]+:$/.test(protocol);
}
