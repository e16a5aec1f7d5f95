import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import { uniqueName } from '../support/names.js';
import { Service } from '../support/service.js';
import { Application, socialEnv } from '../support/social/application.js';
import { OddProvider } from '../support/social/odd-provider.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';

/** A start and several commands, on whatever machine. */
const WHOLE_MS = 240_000;
const NEW = 'the new one, which is long enough to be a secret';

let folder: string;
let odd: OddProvider;
let storage: Storage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
  odd = await OddProvider.start();
});
afterEach(() => storage?.remove());
afterAll(async () => {
  await odd.stop();
  await rm(folder, { recursive: true, force: true });
});

const gatehouse = (args: string[], env: object = {}) =>
  runCommand(args, { cwd: folder, env: { NODE_ENV: 'test', ...storage.env, ...env } });

/** Somebody signs in with a provider whose tokens are kept; then the service ends. */
async function signedIn(): Promise<string> {
  const username = uniqueName();
  const env = socialEnv({ odd: { ...odd.env, STORE_TOKENS: 'on' } });
  const service = await Service.start({ ...storage.env, ...env }, { cwd: folder });
  odd.idToken = { sub: username, email: `${username}@example.org`, email_verified: true, preferred_username: username };
  const application = new Application(service);
  const departure = await application.start('odd');
  const back = await application.callback(odd.back(departure.headers.get('location')!));
  expect((await application.exchange(back)).status).toBe(200);
  await service.stop();
  return username;
}

describe.each([
  ['the embedded database', embeddedDatabase, true],
  ['PostgreSQL', serverDatabase, inject('postgresUrl') !== undefined],
] as const)('gatehouse user provider-tokens, on %s', (_, create, isHere) => {
  it.runIf(isHere)(
    'prints what is kept, of a service that is not running too, and leaves a record of it',
    async () => {
      storage = await create();
      const username = await signedIn();
      const { code, stdout, stderr } = await gatehouse(['user', 'provider-tokens', username, '--json']);
      expect([code, stderr]).toEqual([0, '']);
      const kept = { provider: 'odd', subject: username, access_token: 'at-1', refresh_token: 'rt-1', expires_in: 600 };
      expect(JSON.parse(stdout)).toEqual([expect.objectContaining({ ...kept, kept_at: expect.any(String) })]);
      const trail = (await gatehouse(['audit', 'export'])).stdout;
      const records = trail.split('\n').filter((line) => line.includes('"identity.tokens_read"'));
      expect(records).toHaveLength(1);
      expect(trail).not.toMatch(/at-1|rt-1/);

      const none = await gatehouse(['user', 'provider-tokens', 'admin']);
      expect([none.code, none.stdout]).toEqual([1, '']);
      expect(none.stderr).toMatch(/^No tokens of a provider are kept for this user/);
    },
    WHOLE_MS,
  );
});

describe.runIf(inject('postgresUrl'))('tokens of a provider, when SECRET_KEY is replaced', () => {
  async function query<T>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as T[];
    } finally {
      await client.end();
    }
  }

  it(
    'keep the former one in use, as the doctor says, until they are sealed anew',
    async () => {
      storage = await serverDatabase();
      const username = await signedIn();
      const both = { SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: storage.env['SECRET_KEY']! };
      const [before] = await query<{ id: string; tokens: Buffer }>('SELECT id, tokens FROM identities');
      expect((await gatehouse(['keys', 'reseal'], both)).stdout).toMatch(/tokens of providers of 1 identities/);
      const doctor = async () => (await gatehouse(['doctor'], both)).stdout;
      expect(await doctor()).toMatch(/^ok +secret key +the new one is in force; keep/m);

      // As an instance leaves them that was restarted late.
      await query('UPDATE identities SET tokens = $2 WHERE id = $1', [before!.id, before!.tokens]);
      expect(await doctor()).toMatch(
        /^unsure +secret key +the former one is needed: 0 letters and the tokens of providers of 1 identities are sealed with it/m,
      );
      expect((await gatehouse(['user', 'provider-tokens', username], both)).stdout).toContain('"access_token":"at-1"');
      const lost = await gatehouse(['user', 'provider-tokens', username], { SECRET_KEY: NEW });
      expect([lost.code, lost.stdout]).toEqual([1, '']);
      expect(lost.stderr).toMatch(/^Those of odd were sealed with another SECRET_KEY/);

      expect((await gatehouse(['keys', 'reseal'], both)).code).toBe(0);
      expect(await doctor()).toMatch(/^ok +secret key +the new one is in force; keep/m);
      expect((await gatehouse(['user', 'provider-tokens', username], { SECRET_KEY: NEW })).stdout).toContain('"at-1"');
    },
    WHOLE_MS,
  );
});
