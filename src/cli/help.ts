import { COMMON_OPTIONS, type OptionSpec } from './command.js';
import type { CommandEntry } from './commands.js';

const PROGRAM = 'gatehouse';

export function generalHelp(entries: readonly CommandEntry[]): string {
  return [
    'The command line of Gatehouse: the same application as the service, without HTTP.',
    '',
    `Usage: ${PROGRAM} COMMAND [options]`,
    '',
    'Commands:',
    ...columns(entries.map(({ name, summary }) => [name, summary])),
    '',
    `${PROGRAM} COMMAND --help says more about one. Settings are those of the service: environment variables or a file .env.`,
    'Exit codes: 0 done, 1 failed or something is wrong, 2 the command was not understood and nothing was done.',
    '',
  ].join('\n');
}

export function commandHelp({ name, summary, command }: CommandEntry): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  return [
    `${summary}.`,
    '',
    `Usage: ${usageOf({ name, command })}`,
    '',
    ...(command.description ? [command.description, ''] : []),
    'Options:',
    ...columns(options.map(([option, spec]) => [optionText(option, spec), spec.meaning])),
    '',
  ].join('\n');
}

export function usageOf({ name, command }: Pick<CommandEntry, 'name' | 'command'>): string {
  return [PROGRAM, name, ...command.arguments, '[options]'].join(' ');
}

function optionText(name: string, { short, value, type, multiple }: OptionSpec): string {
  const argument = type === 'string' ? ` ${value ?? 'VALUE'}` : '';
  return `${short ? `-${short}, ` : ''}--${name}${argument}${multiple ? ' …' : ''}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
