import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ADMIN } from '../../support/names.js';
import { createDatabase, freePort, startPostgres, type TestPostgres } from '../../support/postgres.js';
import { eventually, type LaunchOptions, Service } from '../../support/service.js';
import { MailSink } from '../../support/smtp.js';
import { Wire } from '../../support/wire.js';
import { runs, workersOf } from '../../support/workers.js';
import type { Dice } from './dice.js';
import { Journal } from './journal.js';
import { verifyLetters } from './letters.js';
import type { Person } from './person.js';

export type Settings = Readonly<Record<string, string>>;

export interface StageOptions {
  /** Further settings of the service. */
  readonly env?: Settings;
  /** Further settings of PostgreSQL, and its environment. */
  readonly postgres?: readonly string[];
  readonly postgresEnv?: Settings;
  /** Between the service and PostgreSQL, so that it can be held up. */
  readonly wired?: boolean;
  /** Beyond the first one. */
  readonly furtherInstances?: number;
  readonly launch?: Omit<LaunchOptions, 'cwd'>;
}

/** Limits are counted, and none but those of an account is ever reached. */
const COUNTED: Settings = {
  RATE_LIMITS: 'on',
  LOGIN_RATE_LIMIT: '10000',
  LOGIN_ADDRESS_RATE_LIMIT: '10000',
  REGISTER_RATE_LIMIT: '10000',
  REFRESH_RATE_LIMIT: '10000',
  RECOVERY_RATE_LIMIT: '1000',
  LETTERS_RATE_LIMIT: '1000',
  MAILED_TOKEN_RATE_LIMIT: '10000',
  ACCOUNT_ATTEMPTS_PER_DAY: '10000',
  CHALLENGE: 'off',
};

export const USUAL: Settings = {
  NODE_ENV: 'test',
  PUBLIC_URL: 'http://gatehouse.test',
  LOG_LEVEL: 'warn',
  ADMIN_PASSWORD: ADMIN.password,
  SECRET_KEY: 'for tests only, but long enough to pass',
  REGISTRATION_DISCLOSURE: 'open',
  DATABASE_TIMEOUT_SECONDS: '1',
  // An answer that was lost is asked for again much later than a client would.
  REFRESH_GRACE_SECONDS: '300',
  ...COUNTED,
};

/** Where the load goes to, whatever stands behind it. */
export interface House {
  readonly journal: Journal;
  /** Which, and of which version. */
  readonly database: string;
  /** Of the instances that take requests. */
  readonly origins: readonly string[];
  /** What the instances have written to their logs. */
  readonly said: string;
  /** Where letters can be counted. */
  verifyLetters?(people: readonly Person[], mostCopies: number): Promise<{ letters: number; copies: number }>;
  strike(): Promise<void>;
}

/** What a fault happens to: PostgreSQL as durable as in production, a mail server, and the built service. */
export class Stage implements House {
  readonly journal = new Journal();
  database = 'PostgreSQL';

  static async set(options: StageOptions = {}): Promise<Stage> {
    const postgres = (await startPostgres({
      durable: true,
      own: true,
      settings: ['max_connections=40', ...(options.postgres ?? [])],
      env: options.postgresEnv,
    }))!;
    const url = await createDatabase(postgres.url, 'gatehouse');
    const { hostname, port } = new URL(postgres.url);
    const sink = await MailSink.start();
    const stage = new Stage(
      postgres,
      url,
      await Wire.to(hostname, Number(port)),
      sink,
      await Wire.to('127.0.0.1', Number(sink.env['SMTP_PORT'])),
      await mkdtemp(join(tmpdir(), 'gatehouse-faults-')),
      options,
    );
    try {
      for (let place = 0; place <= (options.furtherInstances ?? 0); place += 1) await stage.start(place);
      const { rows } = await stage.administer((sql) => sql.query<{ server_version: string }>('SHOW server_version'));
      stage.database = `PostgreSQL ${rows[0]!.server_version.split(' ')[0]}`;
      return stage;
    } catch (error) {
      await stage.strike();
      throw error;
    }
  }

  private readonly ports: number[] = [];
  private readonly services: Service[] = [];
  /** Those that a proxy would send nobody to any more. */
  private readonly leaving = new Set<Service>();

  private constructor(
    readonly postgres: TestPostgres,
    readonly url: string,
    readonly databaseWire: Wire,
    readonly sink: MailSink,
    readonly mailWire: Wire,
    readonly folder: string,
    private readonly options: StageOptions,
  ) {}

  get origins(): string[] {
    return this.services.filter((service) => !this.leaving.has(service)).map(({ origin }) => origin);
  }

  get said(): string {
    return this.services.map(({ process }) => process.stdout + process.stderr).join('\n');
  }

  service(place = 0): Service {
    return this.services[place]!;
  }

  /** What the service is started with. */
  get env(): Record<string, string> {
    const { port } = new URL(this.mailWire.instead('smtp://mail'));
    return {
      ...USUAL,
      DATABASE_URL: this.options.wired ? this.databaseWire.instead(this.url) : this.url,
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: port,
      ...this.options.env,
    };
  }

  /** As a supervisor would. */
  async start(place: number, launch = this.options.launch): Promise<void> {
    this.ports[place] ??= await freePort();
    const env = { ...this.env, PORT: String(this.ports[place]) };
    this.services[place] = await Service.start(env, { cwd: this.folder, ...launch });
  }

  /** As in a rolling restart: no new requests, and an end when those in flight are served. */
  async retire(place: number): Promise<void> {
    this.leaving.add(this.service(place));
    expect(await this.service(place).stop()).toEqual({ code: 0, signal: null });
  }

  /** In the middle of whatever it does, and again. */
  async killService(place = 0): Promise<void> {
    const isBack = this.journal.serviceIsDown();
    await this.service(place).kill();
    await this.start(place);
    isBack();
  }

  /** One of its processes, whichever; the others go on, and another takes its place. */
  async killWorker(dice: Dice): Promise<void> {
    const { process: primary } = this.service();
    const before = workersOf(this.service());
    const victim = dice.pick(before.filter(runs));
    const isNoticed = this.journal.serviceIsDown();
    process.kill(victim, 'SIGKILL');
    await primary.says(new RegExp(`Worker ${victim} ended: SIGKILL`));
    isNoticed();
    await eventually(async () => workersOf(this.service()).length > before.length);
  }

  /** Somebody else at the database. What is done with it ends with it. */
  async administer<T>(work: (sql: Client) => Promise<T>): Promise<T> {
    const sql = new Client({ connectionString: this.url, application_name: 'operator' });
    sql.on('error', () => {});
    await sql.connect();
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  }

  verifyLetters(people: readonly Person[], mostCopies: number): Promise<{ letters: number; copies: number }> {
    const { sink, journal } = this;
    return this.administer((sql) => verifyLetters(people, { sql, sink, journal }, mostCopies));
  }

  async strike(): Promise<void> {
    await Promise.all(this.services.map((service) => service.kill()));
    await Promise.all([this.databaseWire.cut(), this.mailWire.cut(), this.sink.stop()]);
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
