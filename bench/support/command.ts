import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { atTheEnd } from './cleanup.ts';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const LOOK_MS = 100;

export interface CommandRun {
  readonly seconds: number;
  /** The most memory that it had in RAM. Linux only, else 0. */
  readonly peakMb: number;
  readonly said: Record<string, number | undefined>;
}

/** `gatehouse …` as a process of its own. It may end with 1, which says that some lines were refused. */
export async function runCommand(cwd: string, env: Record<string, string>, args: string[]): Promise<CommandRun> {
  const began = performance.now();
  const child = spawn(process.execPath, [CLI, ...args, '--json'], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const forget = atTheEnd(async () => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4000)));
  let peakMb = 0;
  const look = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peakMb = Math.max(peakMb, Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024));
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  await forget();
  if (code !== 0 && code !== 1) throw new Error(`gatehouse ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return { seconds: (performance.now() - began) / 1000, peakMb, said: lastLineOf(stdout) };
}

function lastLineOf(text: string): Record<string, number | undefined> {
  try {
    return JSON.parse(text) as Record<string, number>;
  } catch {
    return {};
  }
}
