import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import { ADMIN } from '../support/names.js';
import { eventually, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const NEW = 'the new one, which is long enough to be a secret';
const EVERYWHERE_MS = 5_000;
/** Four starts and eight commands, on whatever machine. */
const WHOLE_MS = 240_000;

describe.runIf(inject('postgresUrl'))('two instances, restarted one after another with a new SECRET_KEY', () => {
  let folder: string;
  let storage: Storage;
  let a: Service;
  let b: Service;

  const start = (env: object) =>
    Service.start({ ...storage.env, ADMIN_PASSWORD: ADMIN.password, ...env }, { cwd: folder });
  const refresh = async (service: Service, refresh_token: string) =>
    (await service.post('/auth/refresh', { refresh_token })).body as { access_token: string; refresh_token: string };
  const isKnown = async (service: Service, { access_token }: { access_token: string }) =>
    (await service.get('/auth/me', access_token)).status === 200;
  const gatehouse = (args: string[], env: object = {}) =>
    runCommand(args, { cwd: folder, env: { NODE_ENV: 'test', ...storage.env, ...env } });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    a = await start({});
    b = await start({});
  });
  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it(
    'sign nobody out at any step, and refuse the step that is too early',
    async () => {
      const both = { SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: storage.env['SECRET_KEY']! };
      const { username, password } = ADMIN;
      let tokens = (await a.post('/auth/login', { username, password })).body;
      /** Each refreshes what the other gave, and says it again: the same successor, or one that is as good. */
      const goOn = async () => {
        for (const [one, other] of [
          [a, b],
          [b, a],
        ] as const) {
          const next = await refresh(one, tokens.refresh_token);
          const again = await refresh(other, tokens.refresh_token);
          for (const given of [next, again]) {
            await eventually(() => isKnown(one, given), EVERYWHERE_MS);
            await eventually(() => isKnown(other, given), EVERYWHERE_MS);
          }
          tokens = again;
        }
      };
      await goOn();
      await a.stop();
      a = await start(both);
      await goOn();
      const early = await gatehouse(['keys', 'reseal'], both);
      expect([early.code, early.stdout]).toEqual([1, '']);
      expect(early.stderr).toMatch(/^Not known to every instance yet: 1 run with another SECRET_KEY/m);
      // A key that is made meanwhile can be opened by the one that knows only the former secret.
      expect((await gatehouse(['keys', 'rotate', '--now'], both)).code).toBe(0);
      await goOn();

      await b.stop();
      b = await start(both);
      await goOn();
      expect((await gatehouse(['doctor'], both)).stdout).toMatch(/^unsure +secret key +the new one is not in force/m);
      const done = await gatehouse(['keys', 'reseal'], both);
      expect([done.code, done.stderr]).toEqual([0, '']);
      expect(done.stdout).toMatch(
        /^The new SECRET_KEY is in force\. Sealed with it: 2 signing keys, \d+ letters, tokens of providers of 0 identities\.\n/,
      );
      await goOn();
      expect((await gatehouse(['keys', 'reseal'], both)).stdout).toMatch(/^SECRET_KEY was in force already/);
      expect((await gatehouse(['doctor'], both)).stdout).toMatch(/^ok +secret key +the new one is in force; keep/m);

      await b.stop();
      b = await start({ SECRET_KEY: NEW });
      await goOn();
      const refused = await gatehouse(['keys', 'list']);
      expect(refused.stderr).toMatch(/^SECRET_KEY is not the one that .*SECRET_KEY_PREVIOUS/m);
    },
    WHOLE_MS,
  );

  it(
    'lose a stolen signing key at the same moment',
    async () => {
      const env = { SECRET_KEY: NEW };
      const { username, password } = ADMIN;
      const signIn = async () => (await a.post('/auth/login', { username, password })).body;
      const before = await signIn();
      expect(await isKnown(b, before)).toBe(true);
      const kid = JSON.parse(Buffer.from(before.access_token.split('.')[0], 'base64url').toString()).kid as string;
      const { code, stdout } = await gatehouse(['keys', 'revoke', '--json', '--', kid], env);
      const { signs } = JSON.parse(stdout) as { signs: string };
      expect([code, JSON.parse(stdout)]).toEqual([0, { kid, revoked: true, signs }]);
      for (const service of [a, b]) {
        await eventually(async () => !(await isKnown(service, before)), EVERYWHERE_MS);
        const { body } = await service.get('//.well-known/jwks.json');
        expect(body.keys.map((key: { kid: string }) => key.kid)).not.toContain(kid);
      }
      const after = await signIn();
      await eventually(() => isKnown(b, after), EVERYWHERE_MS);
      const again = await gatehouse(['keys', 'revoke', '--', kid], env);
      expect([again.code, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toContain(`There is no signing key "${kid}". See: gatehouse keys list\n`);
    },
    WHOLE_MS,
  );
});
