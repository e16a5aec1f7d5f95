import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../test/support/postgres.ts';
import type { Ground } from '../parts/part.ts';
import { newDatabase } from '../phases/stage.ts';
import { Child } from '../support/child.ts';
import { onCores } from '../support/machine.ts';
import { ready, temporaryFolder } from '../support/service.ts';
import { PEERS } from './install.ts';

/** A program of bench/peers in a process of its own, on a database of its own. */
export interface Peer {
  readonly origin: string;
  readonly pid: number;
  readonly url: string;
  /** From the start of the process until it answers, in milliseconds. */
  readonly startMs: number;
  readonly stop: () => Promise<void>;
}

export interface PeerOptions {
  readonly program: 'better-auth' | 'oidc-provider' | 'tutorial';
  readonly env?: Record<string, string>;
  readonly on?: 'service' | 'all';
  /** A database that is there already. */
  readonly url?: string;
}

export async function startPeer({ cores, postgres }: Ground, options: PeerOptions): Promise<Peer> {
  const { program, env = {}, on = 'service', url = (await newDatabase(postgres)).env.DATABASE_URL } = options;
  const port = await freePort();
  const file = join(await temporaryFolder(), 'log');
  const log = openSync(file, 'w');
  const cost = await hashCost();
  const started = performance.now();
  const child = new Child(onCores(cores, on, [process.execPath, join(PEERS, `${program}.mjs`)]), {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: url,
      HASH_MEMORY_KIB: String(cost.memoryKib),
      HASH_PASSES: String(cost.passes),
      ...env,
    },
    log,
  });
  closeSync(log);
  const origin = `http://127.0.0.1:${port}`;
  await ready(`${origin}/ready`, child, file);
  return { origin, pid: child.pid, url, startMs: performance.now() - started, stop: child.stop };
}

/** The defaults of the service itself, so that all sides hash alike. Only here, where it is known to be built. */
export async function hashCost(): Promise<{ readonly memoryKib: number; readonly passes: number }> {
  const { Config } = await import('#config/index.js');
  const { memoryKib, passes } = Config.from({}).passwords;
  return { memoryKib, passes };
}

/** What the service computes them with; the peers take the package `argon2`, as those who copy them would. */
export async function hashEngine(): Promise<string> {
  const { chooseEngine } = await import('#passwords/hashing/choose-engine.js');
  return (await chooseEngine('auto')).name;
}

/** Nobody is compared with something that does nothing. */
export function prove(what: string, holds: boolean, answer?: unknown): void {
  if (!holds) throw new Error(`This is not so: ${what}. ${answer === undefined ? '' : JSON.stringify(answer)}`);
}
