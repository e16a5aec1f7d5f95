import { parseArgs } from 'node:util';
import { CommandFailed, UsageError } from './cli.errors.js';
import { COMMON_OPTIONS } from './command.js';
import { type CommandEntry, COMMANDS } from './commands.js';
import { DONE, FAILED, MISUSED } from './exit-codes.js';
import { explain } from './explain.js';
import { commandHelp, generalHelp, usageOf } from './help.js';
import type { Output } from './output.js';

/** Runs what was asked for and returns the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], output: Output): Promise<number> {
  // Known before anything can go wrong, so that scripts can read the refusal too.
  output.json = argv.includes('--json');
  try {
    const found = findCommand(argv);
    if (found) return await runCommand(found.entry, found.rest, output);
    output.stdout.write(generalHelp(groupOf(argv)));
    return argv.some((word) => ['--help', '-h', 'help'].includes(word)) ? DONE : MISUSED;
  } catch (error) {
    return report(error, output);
  }
}

async function runCommand(entry: CommandEntry, argv: readonly string[], output: Output): Promise<number> {
  const { command } = entry;
  const { values, positionals } = parse(entry, argv);
  if (values['help']) {
    output.stdout.write(commandHelp(entry));
    return DONE;
  }
  if (positionals.length !== command.arguments.length) {
    const wanted = command.arguments.join(' ') || 'no arguments';
    const got = positionals.length === 0 ? 'none' : positionals.map((word) => JSON.stringify(word)).join(' ');
    throw new UsageError(`${entry.name} takes ${wanted}; given: ${got}.\nUsage: ${usageOf(entry)}`);
  }
  return (await command.run({ args: positionals, options: values as never, output })) ?? DONE;
}

function parse(entry: CommandEntry, argv: readonly string[]) {
  try {
    const options = { ...entry.command.options, ...COMMON_OPTIONS };
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    // What node:util says names the option; the hint behind it is about something else.
    const [said] = (error as Error).message.split('. To specify');
    throw new UsageError(`${said!.replace(/\.$/, '')}.\nUsage: ${usageOf(entry)}`, { cause: error });
  }
}

/** The name has one word or two. */
function findCommand(argv: readonly string[]): { entry: CommandEntry; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const entry = COMMANDS.find(({ name }) => name === argv.slice(0, words).join(' ') && argv.length >= words);
    if (entry) return { entry, rest: argv.slice(words) };
  }
  const [first] = argv;
  if (first === undefined || first.startsWith('-') || first === 'help') return undefined;
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  const second = argv[1];
  if (group.length > 0 && (second === undefined || second.startsWith('-'))) return undefined;
  const known = (group.length > 0 ? group : COMMANDS).map(({ name }) => name).join(', ');
  const asked = group.length > 0 ? `${first} ${second}` : first;
  throw new UsageError(`There is no command ${JSON.stringify(asked)}. There are: ${known}.`);
}

/** All commands, or those of a group whose name was given alone. */
function groupOf([first]: readonly string[]): readonly CommandEntry[] {
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  return group.length > 0 ? group : COMMANDS;
}

/** Says what went wrong and returns the exit code. A defect of ours shows where it is. */
function report(error: unknown, output: Output): number {
  const known = error instanceof UsageError || error instanceof CommandFailed;
  const { text, ...details } = known ? { text: error.message, code: undefined } : explain(error);
  output.note(output.json ? JSON.stringify({ error: { message: text, ...details } }) : text);
  return error instanceof UsageError ? MISUSED : FAILED;
}
