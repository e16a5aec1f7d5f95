import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { inject } from 'vitest';
import { createApp } from '../../src/app.setup.js';
import { Config } from '../../src/config/index.js';
import { type Answer, HttpClient } from './http.js';
import { createDatabase, dropDatabase } from './postgres.js';

export const ADMIN = { username: 'admin', email: 'admin@example.org', password: 'violet anchor under glass' };
export const PASSWORD = 'seven quiet lanterns drift';

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
}

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

type Env = Record<string, string>;

/** The real application on a database of its own, spoken to over HTTP. */
export class TestApp extends HttpClient {
  static async start(env: Env = {}): Promise<TestApp> {
    const storage = process.env['TEST_DATABASE'] === 'postgres' ? await serverDatabase() : await embeddedDatabase();
    return TestApp.on(storage, env);
  }

  private static async on(storage: Storage, env: Env): Promise<TestApp> {
    const config = Config.from({
      NODE_ENV: 'test',
      PORT: '0',
      PUBLIC_URL: 'http://gatehouse.test',
      LOG_LEVEL: 'silent',
      RATE_LIMITS: 'off',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ...storage.env,
      ...env,
    });
    const nest = await createApp(config);
    await nest.listen(0, '127.0.0.1');
    return new TestApp(nest, config, storage);
  }

  private constructor(
    readonly nest: NestFastifyApplication,
    readonly config: Config,
    private readonly storage: Storage,
  ) {
    super(originOf(nest), config.http.apiPrefix);
  }

  /** Stops the service and removes its database. */
  async stop(): Promise<void> {
    await this.nest.close();
    await this.storage.remove();
  }

  /** Stops the service and starts it again on the same database. */
  async restart(env: Env = {}): Promise<TestApp> {
    await this.nest.close();
    return TestApp.on(this.storage, env);
  }

  /** For what no client can do: to look into a table, or to turn back a clock in it. */
  sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.nest.get(DataSource).query<Row[]>(text, values);
  }

  /** Registers somebody with a name of their own. */
  async register(person: Partial<Person> = {}): Promise<Person> {
    const username = person.username ?? uniqueName();
    const body = { username, email: `${username}@example.org`, password: PASSWORD, ...person };
    const answer = await this.post<{ id: string }>('/auth/register', body);
    expectStatus(answer, 201);
    return { ...body, id: answer.body.id };
  }

  async signIn({ username, password }: Pick<Person, 'username' | 'password'>): Promise<Tokens> {
    const answer = await this.post<Tokens>('/auth/login', { username, password });
    expectStatus(answer, 200);
    return answer.body;
  }

  /** Somebody new, signed in. */
  async newcomer(): Promise<Person & Tokens> {
    const person = await this.register();
    return { ...person, ...(await this.signIn(person)) };
  }

  admin(): Promise<Tokens> {
    return this.signIn(ADMIN);
  }
}

/** A username that no other test uses. */
export function uniqueName(): string {
  return `u${randomUUID().replaceAll('-', '').slice(0, 16)}`;
}

function expectStatus(answer: Answer<unknown>, status: number): void {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
}

function originOf(nest: NestFastifyApplication): string {
  const { port } = nest.getHttpServer().address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

export interface Storage {
  readonly env: Env;
  remove(): Promise<void>;
}

export async function serverDatabase(): Promise<Storage> {
  const postgres = inject('postgresUrl');
  if (!postgres) throw new Error('There is no PostgreSQL here');
  const name = `test_${uniqueName()}`;
  const url = await createDatabase(postgres, name);
  return {
    env: { DATABASE_URL: url, SECRET_KEY: 'for tests only, but long enough to pass' },
    remove: () => dropDatabase(postgres, name),
  };
}

export async function embeddedDatabase(): Promise<Storage> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-test-'));
  const template = inject('embeddedTemplate');
  if (template) await cp(template, folder, { recursive: true });
  return { env: { DATA_DIR: folder }, remove: () => rm(folder, { recursive: true, force: true }) };
}
