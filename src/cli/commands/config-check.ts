import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { InvalidConfiguration, SETTINGS } from '#config/index.js';
import { defineCommand } from '../command.js';
import { readConfiguration } from '../configuration.js';
import { FAILED } from '../exit-codes.js';

export const command = defineCommand({
  arguments: [],
  options: {},
  description: 'Says what the service would say at its start, and which settings it takes from here. Shows no values.',
  async run({ output }) {
    const problems = problemsFound();
    const unknown = unknownNames();
    const set = Object.keys(SETTINGS).filter((name) => process.env[name]);
    const lines = [
      ...(problems.length === 0 ? ['The configuration is valid.'] : problems.map((problem) => `wrong    ${problem}`)),
      ...unknown.map((name) => `unknown  ${name} in .env is no setting`),
      `Set: ${set.join(', ') || 'nothing; everything is as it is by default'}`,
    ];
    output.result({ valid: problems.length === 0, problems, unknown, set }, lines.join('\n'));
    return problems.length === 0 ? undefined : FAILED;
  },
});

function problemsFound(): readonly string[] {
  try {
    readConfiguration();
    return [];
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.problems;
    throw error;
  }
}

/** A name that is misspelt sets nothing, silently. Only in the file: the environment is full of other names. */
function unknownNames(): string[] {
  if (!existsSync('.env')) return [];
  return Object.keys(parseEnv(readFileSync('.env', 'utf8'))).filter((name) => !(name in SETTINGS) && !isOther(name));
}

/** Names that Node and PostgreSQL's own library read. */
function isOther(name: string): boolean {
  return /^(NODE_|UV_|PG|TZ$)/.test(name);
}
