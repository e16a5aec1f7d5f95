import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { createApp } from '#app.setup.js';
import { Config } from '#config/index.js';
import { type Answer, HttpClient } from './http.js';
import { ADMIN, PASSWORD, uniqueName } from './names.js';
import { type Storage, storageOfThisRun } from './storage.js';

export { ADMIN, PASSWORD, uniqueName };

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
    return TestApp.on(await storageOfThisRun(), env);
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

function expectStatus(answer: Answer<unknown>, status: number): void {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text}`);
}

function originOf(nest: NestFastifyApplication): string {
  const { port } = nest.getHttpServer().address() as { port: number };
  return `http://127.0.0.1:${port}`;
}
