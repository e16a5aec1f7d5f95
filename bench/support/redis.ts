import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@redis/client';
import { freePort } from '../../test/support/postgres.ts';
import { Child } from './child.ts';

export interface BenchRedis {
  readonly url: string;
  /** As if it had been counting for years: beside a young one the database counts along. */
  grow(): Promise<void>;
}

/** One of our own, which keeps nothing on disk. Undefined where there is none on this machine. */
export async function startRedis(): Promise<BenchRedis | undefined> {
  if (!isHere()) return undefined;
  const port = await freePort();
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--loglevel', 'warning'];
  const child = new Child(['redis-server', ...where]);
  const url = `redis://127.0.0.1:${port}`;
  while (!(await answers(url))) {
    if (!child.running) throw new Error('Redis did not start');
    await sleep(50);
  }
  return { url, grow: () => grow(url) };
}

async function grow(url: string): Promise<void> {
  const client = createClient({ url, RESP: 2 });
  await client.connect();
  const keys = await client.keys('*:since:*');
  if (keys.length === 0) throw new Error('Nothing is counted in Redis');
  for (const key of keys) await client.set(key, '1');
  client.destroy();
}

async function answers(url: string): Promise<boolean> {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    client.destroy();
    return true;
  } catch {
    return false;
  }
}

function isHere(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
