import { type Environment, type SettingName, SETTINGS } from './settings.js';

/** Stops the start, with every problem at once, so that nobody mends them one start at a time. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(['The configuration is not valid:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'InvalidConfiguration';
  }
}

/** Reads every known setting. An empty value counts as not set. Values themselves are never repeated in problems. */
export function readEnvironment(env: NodeJS.ProcessEnv): { environment: Environment; problems: string[] } {
  const problems: string[] = [];
  const entries = Object.entries(SETTINGS).map(([name, setting]) => {
    const value = env[name] || setting.default;
    if (value === undefined) return [name, undefined];
    const result = setting.read.safeParse(value);
    if (!result.success) problems.push(`${name} ${result.error.issues.map((issue) => issue.message).join(', ')}`);
    return [name, result.data];
  });
  return { environment: Object.fromEntries(entries) as Environment, problems };
}

/** One line of help for each setting, in the order of the list. */
export function describeSettings(): string {
  return (Object.keys(SETTINGS) as SettingName[])
    .map((name) => {
      const { default: fallback, unit, meaning } = SETTINGS[name];
      const facts = [unit, fallback ? `default ${fallback}` : undefined].filter(Boolean).join(', ');
      return `  ${name}${facts ? ` (${facts})` : ''}\n      ${meaning}`;
    })
    .join('\n');
}
