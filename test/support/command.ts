import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { processEnv } from './coverage/process-env.js';
import { ROOT } from './project-root.js';

/** What `gatehouse` is. */
export const COMMAND_LINE = join(ROOT, 'dist/src/cli/main.js');

export interface CommandOptions {
  /** Where it runs, and looks for `.env`. */
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** What it reads from its standard input. */
  readonly input?: string;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `gatehouse` with these arguments, as `npm run build` made it and as an operator calls it. */
export async function runCommand(args: readonly string[], { cwd, env, input = '' }: CommandOptions): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND_LINE, ...args], { cwd, env: processEnv(env) });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

/** To call it again and again in the same surroundings, or in those of one call. */
export function commandLine(surroundings: () => Surroundings) {
  const gatehouse = (args: string[], { input = '', env = surroundings().env } = {}) =>
    runCommand(args, { cwd: surroundings().cwd, env, input });

  /** Of a command that must work. */
  async function result<T = Record<string, unknown>>(args: string[], options = {}): Promise<T> {
    const { code, stdout, stderr } = await gatehouse([...args, '--json'], options);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  return { gatehouse, result };
}
