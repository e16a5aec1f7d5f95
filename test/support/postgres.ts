import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

type Server = ChildProcessByStdio<null, null, Readable>;

const START_MS = 30_000;
const STOP_MS = 10_000;

/** For tests only: nothing survives a power loss, everything is quick. */
const HASTY = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export interface TestPostgres {
  /** A superuser, in the database `postgres`. */
  readonly url: string;
  readonly kind: 'temporary' | 'given';
  stop(): Promise<void>;
  /** Ends it without another write, as kill -9 would. Only a temporary one can be treated so. */
  crash?(): Promise<void>;
  /** Ends it: `SIGINT` closes the files, `SIGQUIT` leaves them as they are, `SIGKILL` leaves its children behind, too. */
  end?(signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void>;
  /** Starts it again after it was ended, on the same port and the same data. */
  recover?(): Promise<void>;
}

export interface TestPostgresOptions {
  /** Leaves on what makes commits outlive a crash: for tests that kill, and for benchmarks. */
  readonly durable?: boolean;
  /** Further settings, such as `max_connections=200`. */
  readonly settings?: readonly string[];
  /** Not the one that TEST_DATABASE_URL names: it is going to be treated badly. */
  readonly own?: boolean;
  /** A streaming replica of this temporary server. */
  readonly replicaOf?: string;
  /** Of its own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * A real PostgreSQL: the one that TEST_DATABASE_URL names, else a temporary one from the programs on this machine.
 * `undefined` where there is neither.
 */
export async function startPostgres(options: TestPostgresOptions = {}): Promise<TestPostgres | undefined> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given && !options.own) return { url: given, kind: 'given', stop: async () => {} };
  const programs = findPrograms();
  return programs === undefined ? undefined : startTemporary(programs, options);
}

/** Makes an empty database, or a copy of `template`, and returns its address. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<string> {
  await administer(adminUrl, `CREATE DATABASE ${quoted(name)}${template ? ` TEMPLATE ${quoted(template)}` : ''}`);
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  return url.href;
}

/** Connections that are still open are ended. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await administer(adminUrl, `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
}

async function startTemporary(
  programs: string,
  { durable, settings = [], replicaOf, env }: TestPostgresOptions,
): Promise<TestPostgres> {
  const owner = unprivileged();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'));
  if (owner) await chown(folder, owner.uid, owner.gid);
  let server: Server | undefined;
  const stop = async (): Promise<void> => {
    if (server) await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    const copy = ['-D', data, '-d', replicaOf ?? '', '-R', '-c', 'fast', '--no-sync'];
    if (replicaOf === undefined) await run(join(programs, 'initdb'), initdb, { ...owner, cwd: folder });
    else await run(join(folderWith('postgres', 'pg_basebackup')!, 'pg_basebackup'), copy, { ...owner, cwd: folder });
    const port = await freePort();
    const all = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      ...(durable ? [] : HASTY),
      ...settings,
    ].flatMap((setting) => ['-c', setting]);
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    const launch = async (): Promise<void> => {
      server = spawn(join(programs, 'postgres'), ['-D', data, ...all], {
        ...owner,
        cwd: folder,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      outlivedBy(server, folder);
      await accepting(server, url);
    };
    const endBy = async (signal: NodeJS.Signals): Promise<void> => {
      if (server) await end(server, signal);
    };
    await launch();
    const crash = () => endBy('SIGQUIT');
    return { url, kind: 'temporary', stop, crash, end: endBy, recover: () => again(launch) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a killed server has left behind, its children and their shared memory, is gone a moment later. */
async function again(launch: () => Promise<void>): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (
      await launch().then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  await launch();
}

/** Ends the server and deletes its folder when the test run is gone, however it went: then its end of the pipe closes. */
function outlivedBy(server: Server, folder: string): void {
  const script = 'cat >/dev/null; kill -QUIT "$1"; sleep 1; rm -rf "$2"';
  const watchdog = spawn('sh', ['-c', script, 'sh', String(server.pid), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  server.once('exit', () => watchdog.kill());
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  server.unref();
  (server.stderr as Socket).unref();
}

/** Whether there are the programs to make a server of one's own with. */
export function postgresProgramsAreHere(): boolean {
  return findPrograms() !== undefined;
}

/** Whether such a server can have a replica: in some distributions that program comes with another package. */
export function replicasCanBeMade(): boolean {
  return postgresProgramsAreHere() && folderWith('postgres', 'pg_basebackup') !== undefined;
}

/** Whether `startPostgres` would have one. */
export function postgresIsHere(): boolean {
  return Boolean(process.env['TEST_DATABASE_URL']) || findPrograms() !== undefined;
}

/** The folder that holds both `initdb` and `postgres`; of several versions the newest. */
function findPrograms(): string | undefined {
  return folderWith('initdb', 'postgres');
}

function folderWith(...programs: string[]): string | undefined {
  const parent = '/usr/lib/postgresql';
  const versions = existsSync(parent) ? readdirSync(parent).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(parent, version, 'bin')),
  ];
  return folders.find((folder) => programs.every((name) => existsSync(join(folder, name))));
}

/** PostgreSQL refuses to run as root: then it runs as somebody who may do nothing else. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (!user) throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** That was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function accepting(server: Server, url: string): Promise<void> {
  let log = '';
  server.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-4000)));
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(50)) {
    if (server.exitCode !== null) break;
    if (
      await administer(url, 'SELECT 1').then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error(`PostgreSQL did not start:\n${log}`);
}

/** SIGINT is a fast shutdown: clients are thrown out, files are closed. SIGQUIT leaves the files as they are. */
async function end(server: Server, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  const timer = setTimeout(() => server.kill('SIGQUIT'), STOP_MS);
  await exit;
  clearTimeout(timer);
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
