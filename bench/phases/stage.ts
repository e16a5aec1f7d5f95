import { fileURLToPath } from 'node:url';
import { createDatabase, dropDatabase, startPostgres, type TestPostgres } from '../../test/support/postgres.ts';
import type { BareOrigin } from '../bare/fastify.ts';
import { Child } from '../support/child.ts';
import { atTheEnd } from '../support/cleanup.ts';
import { type Cores, onCores } from '../support/machine.ts';
import { type Person, signUp } from '../support/people.ts';
import { startRedis } from '../support/redis.ts';
import { Service } from '../support/service.ts';

export const CONNECTIONS = 32;

/** A service and the people who are known to it. */
export interface Troupe {
  readonly service: Service;
  readonly database: string;
  readonly url: string;
  readonly people: readonly Person[];
}

/** Everything that the measurements under load need, started and warm enough to answer. */
export interface Stage {
  readonly cores: Cores;
  readonly postgres: TestPostgres;
  readonly generator: Child;
  readonly hashes: Child;
  readonly bare: { readonly child: Child; readonly origin: string };
  /** Rate limits off. */
  readonly open: Troupe;
  /** Rate limits on, so high that none is reached: what is measured is the counting. */
  readonly limited: Troupe;
  /** The same, counted in Redis. Undefined where there is none on this machine. */
  readonly inRedis: Troupe | undefined;
}

export const SECRET_KEY = 'for benchmarks only, but long enough to pass';
/** So high that none is reached: what is measured is the counting. */
export const HIGH_LIMITS = {
  LOGIN_RATE_LIMIT: '10000',
  LOGIN_ADDRESS_RATE_LIMIT: '100000',
  REFRESH_RATE_LIMIT: '100000',
  REGISTER_RATE_LIMIT: '100000',
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: '10000',
  ACCOUNT_ATTEMPTS_PER_DAY: '100000',
};

export async function startDatabase(): Promise<TestPostgres> {
  // Where the extension is not installed, the server does not start with it.
  const withStatistics = { durable: true, settings: ['shared_preload_libraries=pg_stat_statements'] };
  const postgres = await startPostgres(withStatistics).catch(() => startPostgres({ durable: true }));
  if (!postgres) throw new Error('There is no PostgreSQL here: neither initdb nor TEST_DATABASE_URL was found');
  atTheEnd(() => postgres.stop());
  return postgres;
}

export async function setStage(cores: Cores, postgres: TestPostgres): Promise<Stage> {
  const generator = startGenerator();
  const hashes = new Child(onCores(cores, 'service', [process.execPath, pathOf('../bare/hashes.ts')]));
  const bare = new Child(onCores(cores, 'service', [process.execPath, pathOf('../bare/fastify.ts')]));
  const { origin } = await bare.ask<BareOrigin>({});
  const open = await startTroupe(cores, postgres, { RATE_LIMITS: 'off' });
  const limited = await startTroupe(cores, postgres, { RATE_LIMITS: 'on', ...HIGH_LIMITS });
  const redis = await startRedis();
  const counting = redis && { RATE_LIMITS: 'on', ...HIGH_LIMITS, REDIS_URL: redis.url };
  const inRedis = counting && (await startTroupe(cores, postgres, counting));
  await redis?.grow();
  return { cores, postgres, generator, hashes, bare: { child: bare, origin }, open, limited, inRedis };
}

export async function strikeStage({ generator, hashes, bare, open, limited, inRedis }: Stage): Promise<void> {
  const ends = [generator, hashes, bare.child, open.service, limited.service, ...(inRedis ? [inRedis.service] : [])];
  await Promise.all(ends.map((each) => each.stop()));
}

export function startGenerator(): Child {
  return new Child([process.execPath, pathOf('../load/generator.ts')]);
}

export async function startTroupe(
  cores: Cores,
  postgres: TestPostgres,
  settings: Record<string, string>,
): Promise<Troupe> {
  const { name, env } = await newDatabase(postgres);
  const service = await Service.start({ cores, env: { ...env, ...settings }, watched: true });
  return { service, database: name, url: env.DATABASE_URL, people: await signUp(service.origin, CONNECTIONS) };
}

/** An empty database that is gone in the end, and the settings for a service on it. */
export async function newDatabase({ url, kind }: TestPostgres) {
  const name = `bench_${process.pid}_${(databases += 1)}`;
  const DATABASE_URL = await createDatabase(url, name);
  if (kind === 'given') atTheEnd(() => dropDatabase(url, name)); // A temporary server goes as a whole.
  return { name, env: { DATABASE_URL, SECRET_KEY } };
}

let databases = 0;

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
