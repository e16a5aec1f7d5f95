import { isSafeUrl } from '../fields.js';
import type { Environment } from '../settings.js';
import { type Preset, presetOf } from './presets.js';
import type { ProviderEnvironment, ProviderSettingName } from './provider-settings.js';
import { issuerOf, pathNameOf, type Providers } from './social-config.js';

const URLS = ['ISSUER', 'AUTHORIZATION_ENDPOINT', 'TOKEN_ENDPOINT', 'USERINFO_ENDPOINT', 'EMAILS_ENDPOINT'] as const;
const APPLE_KEY = ['TEAM_ID', 'KEY_ID', 'PRIVATE_KEY'] as const;
/** Whoever has a Microsoft account can make a tenant, and there write any address into any account. */
const OPEN_TENANTS = /\/(common|organizations|consumers)\//;

/** Rules that concern several settings of a provider together, or production only. `unread`: could not be read. */
export function socialRulesBroken(env: Environment, providers: Providers, unread: ReadonlySet<string>): string[] {
  const rules = [...providers].flatMap(([name, own]): Rule[] => {
    const of = (setting: ProviderSettingName) => `SOCIAL_${name}_${setting}`;
    const preset = presetOf(pathNameOf(name));
    return [
      ...completeness(own, preset, pathNameOf(name), of).filter(([, , setting]) => !unread.has(of(setting!))),
      ...consistency(own, preset, pathNameOf(name), of),
      ...URLS.map((setting): Rule => [
        env.NODE_ENV === 'production' && own[setting] !== undefined && !isSafeUrl(own[setting]),
        `${of(setting)} must begin with https:// in production`,
      ]),
    ] as Rule[];
  });
  return [...rules.filter(([broken]) => broken).map(([, problem]) => problem), ...sharedIssuers(providers)];
}

/**
 * Subjects of plain OAuth 2.0 are numbers, often: user 1 of one installation must not be user 1 of another on the same
 * host. Who sets the same ISSUER for two says that they are one.
 */
function sharedIssuers(providers: Providers): string[] {
  const all = [...providers].map(([name, own]) => ({ name, own, issuer: issuerOf(own, presetOf(pathNameOf(name))) }));
  return all.flatMap(({ name, own, issuer }) => {
    if (own.ISSUER || !own.AUTHORIZATION_ENDPOINT) return [];
    const other = all.find((each) => each.name !== name && each.issuer === issuer);
    return other
      ? [`SOCIAL_${name}_ISSUER must be set: people of ${name} and ${other.name} would be taken for each other`]
      : [];
  });
}

type Of = (setting: ProviderSettingName) => string;
/** Whether it is broken, what is said then, and the setting that it is about. */
type Rule = [boolean, string, ProviderSettingName?];

/** What must be there. */
function completeness(own: ProviderEnvironment, preset: Preset | undefined, name: string, of: Of): Rule[] {
  const plain = own.AUTHORIZATION_ENDPOINT !== undefined;
  const apple = name === 'apple';
  const needsSecret = !apple && own.CLIENT_AUTH !== 'none';
  return [
    [!own.CLIENT_ID, `${of('CLIENT_ID')} must be set`, 'CLIENT_ID'],
    [needsSecret && !own.CLIENT_SECRET, `${of('CLIENT_SECRET')} must be set`, 'CLIENT_SECRET'],
    [!own.ISSUER && !preset && !plain, `${of('ISSUER')} or ${of('AUTHORIZATION_ENDPOINT')} must be set`, 'ISSUER'],
    ...(['TOKEN_ENDPOINT', 'USERINFO_ENDPOINT'] as const).map((setting): Rule => [
      plain && !preset?.endpoints && !own[setting],
      `${of(setting)} must be set with ${of('AUTHORIZATION_ENDPOINT')}`,
      setting,
    ]),
    ...APPLE_KEY.map((setting): Rule => [apple && !own[setting], `${of(setting)} must be set`, setting]),
    [own.CREATION === 'domains' && !own.DOMAINS, `${of('DOMAINS')} must be set with CREATION=domains`, 'DOMAINS'],
  ];
}

/** What must not be there, or not together. */
function consistency(own: ProviderEnvironment, preset: Preset | undefined, name: string, of: Of): Rule[] {
  const plain = own.AUTHORIZATION_ENDPOINT !== undefined || preset?.endpoints !== undefined;
  const issuer = issuerOf(own, preset) ?? '';
  return [
    [
      !plain && (['TOKEN_ENDPOINT', 'USERINFO_ENDPOINT', 'EMAILS_ENDPOINT'] as const).some((each) => own[each]),
      `${of('AUTHORIZATION_ENDPOINT')} must be set with the other endpoints; with an issuer they are found by discovery`,
    ],
    [name !== 'microsoft' && own.TENANT !== undefined, `${of('TENANT')} is for microsoft only`],
    [name !== 'apple' && APPLE_KEY.some((each) => own[each]), `${of('PRIVATE_KEY')} and its like are for apple only`],
    [!plain && own.CLAIMS?.subject !== undefined, `${of('CLAIMS')} cannot rename the subject of an OpenID provider`],
    [!plain && own.SCOPES?.includes('openid') === false, `${of('SCOPES')} must have openid among them`],
    [
      own.EMAIL_TRUST === 'always' && name === 'microsoft' && OPEN_TENANTS.test(issuer),
      `${of('EMAIL_TRUST')}=always needs ${of('TENANT')}: with accounts of every tenant nobody vouches for an address`,
    ],
    [name.length > 32, `${of('CLIENT_ID')}: the name of a provider has at most 32 characters`],
  ];
}
