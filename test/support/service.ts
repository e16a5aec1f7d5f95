import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { processEnv } from './coverage/process-env.js';
import { HttpClient } from './http.js';
import { ROOT } from './project-root.js';

type Env = Record<string, string>;

const MAIN = join(ROOT, 'dist/src/main.js');
const READY_MS = 60_000;
const STEP_MS = 25;

export interface LaunchOptions {
  /** Where it runs, and looks for `.env`. */
  readonly cwd: string;
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** Another build than the one of this folder. */
  readonly main?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What `npm run build` made, started as an operator would start it. It need not come up. */
export class Launched {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;
  private readonly written = { stdout: '', stderr: '' };

  constructor(env: Env, { cwd, args = [], nodeArgs = [], main = MAIN }: LaunchOptions) {
    this.child = spawn(process.execPath, [...nodeArgs, main, ...args], {
      cwd,
      env: processEnv(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout.on('data', (chunk: Buffer) => (this.written.stdout += chunk.toString()));
    this.child.stderr.on('data', (chunk: Buffer) => (this.written.stderr += chunk.toString()));
    this.exited = once(this.child, 'close').then(([code, signal]) => ({ code, signal }));
    outlivedBy(this.child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get stdout(): string {
    return this.written.stdout;
  }

  get stderr(): string {
    return this.written.stderr;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Waits until the output matches. Throws, with all of it, when the process ends before or takes too long. */
  async says(pattern: RegExp, withinMs = READY_MS): Promise<RegExpExecArray> {
    for (const deadline = Date.now() + withinMs; ; await sleep(STEP_MS)) {
      const found = pattern.exec(this.stdout + this.stderr);
      if (found) return found;
      if (!this.running || Date.now() > deadline) throw new Error(`${pattern} was never said:\n${this.output}`);
    }
  }

  signal(name: NodeJS.Signals): Promise<Exit> {
    this.child.kill(name);
    return this.exited;
  }

  private get output(): string {
    return `${this.stdout}\n${this.stderr}`;
  }
}

/** Ends the service when the test run is gone, however it went: then its end of the pipe closes. */
function outlivedBy(child: ChildProcessByStdio<null, Readable, Readable>): void {
  const watchdog = spawn('sh', ['-c', 'cat >/dev/null; kill -KILL "$1"', 'sh', String(child.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('exit', () => watchdog.kill());
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
}

/** A running service, spoken to over HTTP. */
export class Service extends HttpClient {
  /**
   * Resolves when it is ready. Unless told otherwise it takes a free port and knows no limits. Its address is given, so
   * that tokens outlive a restart on another port.
   */
  static start(env: Env, options: LaunchOptions): Promise<Service> {
    const usual = { NODE_ENV: 'test', PORT: '0', PUBLIC_URL: 'http://gatehouse.test', RATE_LIMITS: 'off' };
    return Service.of(new Launched({ ...usual, ...env }, options));
  }

  /** Resolves when that process says of itself that it is ready. */
  static async of(launched: Launched): Promise<Service> {
    try {
      const [, origin] = await launched.says(/listening on (http:\/\/[^,]+),/);
      const service = new Service(launched, origin!);
      await eventually(async () => (await service.get('//health/ready')).status === 200);
      return service;
    } catch (error) {
      await launched.signal('SIGKILL');
      throw error;
    }
  }

  private constructor(
    readonly process: Launched,
    origin: string,
  ) {
    super(origin, '/api/v1');
  }

  /** Asks it to end, and waits until it has. */
  stop(): Promise<Exit> {
    return this.process.signal('SIGTERM');
  }

  /** Ends it in the middle of whatever it is doing. */
  kill(): Promise<Exit> {
    return this.process.signal('SIGKILL');
  }
}

/** Asks until the answer is yes, and returns after how many milliseconds it was. */
export async function eventually(ask: () => Promise<boolean>, withinMs = READY_MS): Promise<number> {
  const start = Date.now();
  while (!(await ask())) {
    if (Date.now() - start > withinMs) throw new Error(`Still not so after ${withinMs} ms`);
    await sleep(STEP_MS);
  }
  return Date.now() - start;
}
