import type { Setting } from './setting.js';
import { PROVIDER_SETTINGS } from './social/provider-settings.js';
import { readProviders } from './social/read-providers.js';
import type { Providers } from './social/social-config.js';
import { type Environment, SETTINGS } from './settings.js';

/** Stops the start, with every problem at once, so that nobody mends them one start at a time. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not valid:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'InvalidConfiguration';
  }
}

export interface ReadEnvironment {
  readonly environment: Environment;
  /** By the NAME in `SOCIAL_<NAME>_…`, which is the operator's choice. */
  readonly providers: Providers;
  readonly problems: string[];
}

/** Reads every known setting. An empty value counts as not set. Values themselves are never repeated in problems. */
export function readEnvironment(env: NodeJS.ProcessEnv): ReadEnvironment {
  const problems: string[] = [];
  const entries = Object.entries(SETTINGS).map(([name, setting]) => {
    const value = env[name] || setting.default;
    if (value === undefined) return [name, undefined];
    const result = setting.read.safeParse(value);
    if (!result.success) problems.push(`${name} ${result.error.issues.map((issue) => issue.message).join(', ')}`);
    return [name, result.data];
  });
  const social = readProviders(env);
  return {
    environment: Object.fromEntries(entries) as Environment,
    providers: social.providers,
    problems: [...problems, ...social.problems],
  };
}

/** One line of help for each setting, in the order of the list. */
export function describeSettings(): string {
  const providers = Object.entries(PROVIDER_SETTINGS).map(([name, setting]) =>
    describe(`SOCIAL_<NAME>_${name}`, setting),
  );
  return [...Object.entries(SETTINGS).map(([name, setting]) => describe(name, setting)), ...providers].join('\n');
}

function describe(name: string, { default: fallback, unit, meaning }: Setting): string {
  const facts = [unit, fallback ? `default ${fallback}` : undefined].filter(Boolean).join(', ');
  return `  ${name}${facts ? ` (${facts})` : ''}\n      ${meaning}`;
}
