import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { inject } from 'vitest';
import { runCommand } from '../support/command.js';
import { headerOf } from '../support/jwt.js';
import { ADMIN, PASSWORD, uniqueName } from '../support/names.js';
import { eventually, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

/** How soon a revocation must hold everywhere. */
const EVERYWHERE_MS = 2_000;

describe.runIf(inject('postgresUrl'))('two instances on one database', () => {
  let folder: string;
  let storage: Storage;
  let sql: Client;
  let a: Service;
  let b: Service;
  let listenerOfB: number;

  const query = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await sql.query<Row>(text, values)).rows;
  const listeners = async () => {
    const mine = `application_name LIKE 'gatehouse-bell%' AND datname = current_database()`;
    const rows = await query<{ pid: number }>(`SELECT pid FROM pg_stat_activity WHERE ${mine}`);
    return rows.map(({ pid }) => pid);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    sql = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await sql.connect();
    const env = { ...storage.env, ADMIN_PASSWORD: ADMIN.password, PUBLIC_URL: 'http://gatehouse.test' };
    a = await Service.start(env, { cwd: folder });
    const before = await listeners();
    b = await Service.start(env, { cwd: folder });
    listenerOfB = (await listeners()).find((pid) => !before.includes(pid))!;
  });
  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await sql?.end();
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  /** Somebody new who is signed in at A, and known at B. */
  async function somebody() {
    const username = uniqueName();
    const account = { username, email: `${username}@example.org`, password: PASSWORD };
    const { body: user } = await a.post('/auth/register', account);
    const { body: tokens } = await a.post('/auth/login', { username, password: PASSWORD });
    expect((await b.get('/auth/me', tokens.access_token)).status).toBe(200);
    return { id: user.id as string, accessToken: tokens.access_token as string, refreshToken: tokens.refresh_token };
  }

  async function administrator(): Promise<string> {
    const { body } = await a.post('/auth/login', { username: ADMIN.username, password: ADMIN.password });
    return body.access_token;
  }

  const revocations: [string, (who: { id: string; accessToken: string }) => Promise<unknown>][] = [
    ['a logout', ({ accessToken }) => a.post('/auth/logout', undefined, accessToken)],
    ['a deactivation', async ({ id }) => a.patch(`/users/${id}`, { is_active: false }, await administrator())],
    ['a change of roles', async ({ id }) => a.patch(`/users/${id}`, { roles: ['moderator'] }, await administrator())],
    ['a deletion', async ({ id }) => a.delete(`/users/${id}`, await administrator())],
  ];

  it.each(revocations)('%s at one holds at the other within two seconds', async (_what, revoke) => {
    const who = await somebody();
    await revoke(who);
    await eventually(async () => (await b.get('/auth/me', who.accessToken)).status === 401, EVERYWHERE_MS);
    expect((await a.get('/auth/me', who.accessToken)).status).toBe(401);
  });

  it('a refresh token that was used up at one is used up at the other', async () => {
    const { refreshToken } = await somebody();
    const second = await a.post('/auth/refresh', { refresh_token: refreshToken });
    const again = await b.post('/auth/refresh', { refresh_token: refreshToken });
    expect(again.body.refresh_token).toBe(second.body.refresh_token);
    const third = await b.post('/auth/refresh', { refresh_token: second.body.refresh_token });
    expect(third.status).toBe(200);
    expect((await a.post('/auth/refresh', { refresh_token: refreshToken })).body.code).toBe('refresh_token_reused');
    await eventually(async () => (await b.get('/auth/me', third.body.access_token)).status === 401, EVERYWHERE_MS);
  });

  it('a token of a key that was made elsewhere a moment ago is known to both', async () => {
    const { stdout } = await runCommand(['keys', 'rotate', '--now', '--json'], { cwd: folder, env: storage.env });
    const { kid } = JSON.parse(stdout) as { kid: string };
    let token = '';
    await eventually(async () => {
      token = await administrator();
      return headerOf(token)['kid'] === kid;
    }, EVERYWHERE_MS);
    for (const service of [a, b]) expect((await service.get('/auth/me', token)).status).toBe(200);
  });

  it('an assertion of a client that is shown to both at once is good once (RFC 7523 §3, point 7)', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: '1' }] };
    const client = { name: uniqueName(), grants: ['client_credentials'], scopes: [], audiences: ['gatehouse'], jwks };
    const { body } = await a.post('/clients', client, await administrator());
    const assertion = (jti: string) =>
      new SignJWT({ iss: body.client_id, sub: body.client_id, aud: 'http://gatehouse.test', jti })
        .setProtectedHeader({ alg: 'ES256', kid: '1' })
        .setExpirationTime('60s')
        .sign(privateKey);
    const ask = async (service: Service, client_assertion: string) => {
      const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
      const form = { grant_type: 'client_credentials', client_assertion_type, client_assertion };
      return (await service.call('POST', '/auth/token', { form })).status;
    };
    await eventually(async () => (await ask(b, await assertion(uniqueName()))) === 200, EVERYWHERE_MS);
    for (let round = 0; round < 5; round += 1) {
      const shown = await assertion(uniqueName());
      const statuses = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index % 2 ? a : b, shown)));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 401)).toHaveLength(19);
    }
  });

  it('an instance that no longer hears asks the table, and hears again by itself', async () => {
    const [first, second] = [await somebody(), await somebody()];
    await query('SELECT pg_terminate_backend($1)', [listenerOfB]);
    await eventually(async () => !(await listeners()).includes(listenerOfB));
    await b.process.says(/Other instances are no longer heard; tables are asked/);
    await a.post('/auth/logout', undefined, first.accessToken);
    expect((await b.get('/auth/me', first.accessToken)).status).toBe(401);
    expect((await b.get('/auth/me', second.accessToken)).status).toBe(200);

    await b.process.says(/Other instances are heard again/);
    await a.post('/auth/logout', undefined, second.accessToken);
    await eventually(async () => (await b.get('/auth/me', second.accessToken)).status === 401, EVERYWHERE_MS);
  });

  it('what was revoked before an instance started is known to it', async () => {
    const who = await somebody();
    await a.post('/auth/logout', undefined, who.accessToken);
    const late = await Service.start({ ...storage.env, PUBLIC_URL: 'http://gatehouse.test' }, { cwd: folder });
    expect((await late.get('/auth/me', who.accessToken)).status).toBe(401);
    expect((await late.stop()).code).toBe(0);
  });
});

describe.runIf(inject('postgresUrl'))('two instances that start at the same moment on an empty database', () => {
  it('have one schema, one signing key and one administrator between them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    const storage = await serverDatabase();
    const both = await Promise.all([0, 1].map(() => Service.start(storage.env, { cwd: folder })));
    const sql = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await sql.connect();
    const count = async (table: string) => (await sql.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;
    const migrations = await count('migrations');
    expect([await count('signing_keys'), await count('users')]).toEqual([1, 1]);
    await sql.end();

    const output = both.map(({ process }) => process.stdout).join('\n');
    const done = output.match(/Migration \w+ done/g)!;
    expect([done.length, new Set(done).size]).toEqual([migrations, migrations]);
    const [, password] = /password {2}(\S+)/.exec(output)!;
    expect(output.match(/password {2}\S+/g)).toHaveLength(1);
    for (const service of both) {
      expect((await service.post('/auth/login', { username: 'admin', password })).status).toBe(200);
    }
    const exits = await Promise.all(both.map((service) => service.stop()));
    expect(exits.map(({ code }) => code)).toEqual([0, 0]);
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });
});
