import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandFailed, UsageError } from './cli.errors.js';

/** How a password gets in. Never as an argument: those are seen by every user of the machine, and kept in histories. */
export const PASSWORD_OPTIONS = {
  'password-stdin': { type: 'boolean', meaning: 'Read the password from the first line of stdin' },
  'ask-password': { type: 'boolean', meaning: 'Ask for the password at the terminal' },
} as const;

interface PasswordOptions {
  readonly 'password-stdin'?: boolean;
  readonly 'ask-password'?: boolean;
}

/** Undefined when none of the options was given. Throws UsageError, CommandFailed. */
export async function readPassword(options: PasswordOptions): Promise<string | undefined> {
  if (options['password-stdin'] && options['ask-password']) {
    throw new UsageError('Choose one of --password-stdin and --ask-password.');
  }
  if (options['password-stdin']) return firstLine();
  return options['ask-password'] ? ask() : undefined;
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line;
  throw new CommandFailed('There was no password on stdin.');
}

/** Twice, because nothing is shown while it is typed. */
async function ask(): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError('There is no terminal to ask at. Use --password-stdin.');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  const hidden = async (prompt: string) => {
    process.stderr.write(prompt);
    const answer = await lines.question('');
    process.stderr.write('\n');
    return answer;
  };
  try {
    const password = await hidden('Password: ');
    if ((await hidden('Once more: ')) !== password) throw new CommandFailed('The two were not the same.');
    return password;
  } finally {
    lines.close();
  }
}
