import {
  PROVIDER_SETTINGS,
  type ProviderEnvironment,
  type ProviderSettingName,
  SOCIAL_SETTINGS,
} from './provider-settings.js';

const PREFIX = 'SOCIAL_';
const NAME = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;
/** The longest first: `X_EMAILS_ENDPOINT` is no other setting of a provider called `X_EMAILS`. */
const KNOWN = (Object.keys(PROVIDER_SETTINGS) as ProviderSettingName[]).toSorted((a, b) => b.length - a.length);

/** The providers that something is set for, by the NAME in `SOCIAL_<NAME>_…`, and all that cannot be read. */
export function readProviders(env: NodeJS.ProcessEnv): {
  providers: Map<string, ProviderEnvironment>;
  problems: string[];
} {
  const names = Object.keys(env).filter((name) => name.startsWith(PREFIX) && env[name] && !(name in SOCIAL_SETTINGS));
  const set = names.flatMap((variable) => partsOf(variable) ?? []);
  const providers = new Map(set.map(({ provider }) => [provider, defaults()]));
  const problems = set.flatMap(({ provider, setting, variable }) => {
    const result = PROVIDER_SETTINGS[setting].read.safeParse(env[variable]);
    Object.assign(providers.get(provider)!, { [setting]: result.data });
    return result.success ? [] : [`${variable} ${result.error.issues.map(({ message }) => message).join(', ')}`];
  });
  return { providers, problems: [...problems, ...misspelt(names, providers)] };
}

function partsOf(variable: string) {
  const rest = variable.slice(PREFIX.length);
  const setting = KNOWN.find((known) => rest.endsWith(`_${known}`));
  const provider = setting && rest.slice(0, -setting.length - 1);
  return provider !== undefined && NAME.test(provider) ? { provider, setting: setting!, variable } : undefined;
}

function defaults(): ProviderEnvironment {
  const all = Object.entries(PROVIDER_SETTINGS).map(([name, setting]) => [
    name,
    'default' in setting ? setting.read.parse(setting.default) : undefined,
  ]);
  return Object.fromEntries(all) as ProviderEnvironment;
}

/** Of a provider that there is: elsewhere a name that nobody knows may belong to another program. */
function misspelt(names: readonly string[], providers: ReadonlyMap<string, unknown>): string[] {
  return names
    .filter((name) => !partsOf(name) && [...providers.keys()].some((known) => name.startsWith(`${PREFIX}${known}_`)))
    .map((name) => `${name} is not a setting of a provider`);
}
