import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/postgres.ts';
import { Child } from './child.ts';
import { atTheEnd } from './cleanup.ts';
import { type Cores, cpuTime, onCores } from './machine.ts';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const WATCH = new URL('event-loop-delay.mjs', import.meta.url).href;
const PROFILER = new URL('cpu-profile.mjs', import.meta.url).href;
const START_MS = 120_000;
const POLL_MS = 10;
const SETTLE_MS = 5000;
const SETTLE_SAMPLE_MS = 250;

export interface ServiceOptions {
  readonly cores: Cores;
  readonly env: Record<string, string>;
  /** On the processor of what is measured, or on all of them as an operator would start it. */
  readonly on?: 'service' | 'all';
  /** Puts our own watch over the event loop into it. */
  readonly watched?: boolean;
  /** Puts a profiler into it instead. */
  readonly profiled?: boolean;
}

export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** In bytes. */
export interface Kept {
  readonly heapUsed: number;
  readonly external: number;
}

export function isBuilt(): boolean {
  return existsSync(MAIN);
}

/** `dist/src/main.js` as `npm run start:prod` starts it, in a folder of its own. */
export class Service {
  static async start(options: ServiceOptions): Promise<Service> {
    const { cores, env, on = 'service' } = options;
    const port = await freePort();
    const folder = await temporaryFolder();
    const file = join(folder, 'log');
    const log = openSync(file, 'w');
    const started = performance.now();
    const command = [process.execPath, ...preloadOf(options), MAIN];
    const child = new Child(onCores(cores, on, command), {
      cwd: folder, // not ours: no `.env` of a developer is read
      env: { PATH: process.env['PATH'], PORT: String(port), ADMIN_PASSWORD: 'violet anchor under glass', ...env },
      log,
    });
    closeSync(log);
    const origin = `http://127.0.0.1:${port}`;
    await ready(`${origin}/health/ready`, child, file);
    return new Service(child, origin, performance.now() - started);
  }

  private readonly child: Child;
  readonly origin: string;
  /** From the start of the process until /health/ready says so, in milliseconds. */
  readonly startMs: number;

  private constructor(child: Child, origin: string, startMs: number) {
    this.child = child;
    this.origin = origin;
    this.startMs = startMs;
  }

  get pid(): number {
    return this.child.pid;
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  /** As `kill -9` does. */
  kill(): Promise<void> {
    return this.child.kill();
  }

  /** Until what the requests have left behind, such as letters, is done: it must not fall into what comes next. */
  async settled(): Promise<void> {
    const QUIET_MS = 10; // one tick of the clock that counts processor time
    for (const deadline = Date.now() + SETTLE_MS; Date.now() < deadline;) {
      const before = cpuTime(this.pid);
      await sleep(SETTLE_SAMPLE_MS);
      if (!(cpuTime(this.pid) - before > QUIET_MS)) return;
    }
  }

  /** From here to `endProfile` samples are taken. Only of a profiled service. */
  async beginProfile(): Promise<void> {
    await this.child.ask({ profile: 'begin' });
  }

  /** Leaves them in a file, as `Profiler.stop` gives them. */
  async endProfile(file: string): Promise<void> {
    await this.child.ask({ profile: file });
  }

  /** From here to `readDelay` the event loop is watched. Only of a watched service. */
  async watchDelay(): Promise<void> {
    await this.child.ask({ delay: 'watch' });
  }

  /** How late the event loop was, in milliseconds. */
  readDelay(): Promise<Delay> {
    return this.child.ask<Delay>({ delay: 'read' });
  }

  /** What it holds after a collection of all garbage, which stops it for so long. Only of a watched service. */
  readKept(): Promise<Kept> {
    return this.child.ask<Kept>({ memory: 'kept' });
  }
}

function preloadOf({ watched = false, profiled = false }: ServiceOptions): string[] {
  const preload = profiled ? PROFILER : watched ? WATCH : undefined;
  return preload === undefined ? [] : ['--import', preload];
}

/** A folder that is gone in the end. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  atTheEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Until `url` answers 200: asked again and again, as whoever waits for a start would. */
export async function ready(url: string, child: Child, log: string): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline && child.running; await sleep(POLL_MS)) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
  }
  throw new Error(`${url} did not become ready:\n${readFileSync(log, 'utf8').slice(-4000)}`);
}
