import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { freePort } from './postgres.js';
import { eventually } from './service.js';

/** A real Redis on a port of its own, which keeps nothing on disk. */
export class TestRedis {
  private server: ChildProcess | undefined;

  static async start(settings: readonly string[] = []): Promise<TestRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'));
    const redis = new TestRedis(await freePort(), folder, settings);
    await redis.launch();
    return redis;
  }

  private constructor(
    private readonly port: number,
    readonly folder: string,
    private readonly settings: readonly string[],
  ) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Begins, also again, with an empty memory. */
  async launch(): Promise<void> {
    const where = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const server = spawn('redis-server', [...where, '--save', '', ...this.settings], { stdio: 'ignore' });
    this.server = server;
    outlivedBy(server);
    await eventually(() =>
      this.ask(['PING']).then(
        () => true,
        (error: Error) => error.message.startsWith('NOAUTH'),
      ),
    );
  }

  /** Says nothing more, and closes nothing. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const { server } = this;
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** One command, on a connection of its own. */
  async ask<T>(command: string[], url = this.url): Promise<T> {
    const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.sendCommand<T>(command);
    } finally {
      if (client.isOpen) client.destroy();
    }
  }

  /** The counters of this Redis, whoever's they are. */
  async counters(): Promise<string[]> {
    const keys = await this.ask<string[]>(['KEYS', '*']);
    return keys.filter((key) => !/:(since:.*|proof)$/.test(key));
  }

  /** As if it had been counting for years. */
  async grow(): Promise<void> {
    for (const key of await this.ask<string[]>(['KEYS', '*:since:*'])) await this.ask(['SET', key, '1']);
  }
}

export function redisIsHere(): boolean {
  try {
    execFileSync('redis-server', ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** Ends the server when the test run is gone, however it went: then its end of the pipe closes. */
function outlivedBy(server: ChildProcess): void {
  const watchdog = spawn('sh', ['-c', 'cat >/dev/null; kill -KILL "$1"', 'sh', String(server.pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  server.once('exit', () => watchdog.kill());
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
}
