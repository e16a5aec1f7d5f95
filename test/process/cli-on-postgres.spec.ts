import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { Client } from 'pg';
import { inject } from 'vitest';
import { COMMAND_LINE, commandLine } from '../support/command.js';
import { processEnv } from '../support/coverage/process-env.js';
import { eventually, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const PASSWORD = 'violet anchor under glass';

describe.runIf(inject('postgresUrl'))('the command line, beside a running service on PostgreSQL', () => {
  let folder: string;
  let server: Storage;
  let service: Service;
  const { gatehouse, result } = commandLine(() => ({ cwd: folder, env: server.env }));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'));
    server = await serverDatabase();
  });
  afterAll(async () => {
    await service?.stop();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('migrates', async () => {
    const { pending } = await result<{ pending: string[] }>(['migrate', '--pending']);
    expect(pending[0]).toBe('Initial1767225600000');
    expect(await result(['migrate'])).toEqual({ done: pending });
    expect((await gatehouse(['migrate'])).stdout).toBe('The database was up to date.\n');
  });

  it('acts at once: a new password ends sessions, a user who is disabled is out', async () => {
    service = await Service.start({ ...server.env, ADMIN_PASSWORD: PASSWORD }, { cwd: folder });
    const signIn = (password: string) => service.post('/auth/login', { username: 'frida', password });
    const args = ['user', 'create', 'frida', '--email', 'frida@example.org', '--password-stdin'];
    await result(args, { input: PASSWORD });
    const before = (await signIn(PASSWORD)).body.access_token;
    expect((await service.get('/auth/me', before)).status).toBe(200);

    const other = 'seven quiet lanterns drift';
    await result(['user', 'set-password', 'frida', '--password-stdin'], { input: other });
    expect((await service.get('/auth/me', before)).status).toBe(401);
    expect((await signIn(PASSWORD)).status).toBe(401);
    const after = (await signIn(other)).body.access_token;

    await result(['user', 'disable', 'frida']);
    expect((await service.get('/auth/me', after)).status).toBe(401);
    expect((await signIn(other)).body.code).toBe('account_disabled');
    await result(['user', 'enable', 'frida']);
    expect((await signIn(other)).status).toBe(200);
  });

  it('is in the audit log, with who it was', async () => {
    await writeFile(join(folder, 'some.csv'), 'username,email\nada,ada@example.org\n');
    await result(['import', 'some.csv']);
    const client = new Client({ connectionString: server.env['DATABASE_URL'] });
    await client.connect();
    const { rows } = await client.query<{ type: string; actor_id: string; ip: string; user_agent: string }>(
      `SELECT type, actor_id, ip, user_agent FROM security_events WHERE ip = 'local' ORDER BY seq`,
    );
    await client.end();
    expect(new Set(rows.map(({ user_agent }) => user_agent))).toEqual(
      new Set([expect.stringMatching(/^gatehouse command line, \S+ on \S+$/)]),
    );
    const nobody = '00000000-0000-0000-0000-000000000000';
    expect(rows.map(({ type, actor_id }) => [type, actor_id])).toEqual([
      ['user.created', nobody],
      ['password.changed', nobody],
      ['user.deactivated', nobody],
      ['user.activated', nobody],
      ['users.imported', null],
    ]);
  });

  it('names the first record of the audit log that was changed', async () => {
    const client = new Client({ connectionString: server.env['DATABASE_URL'] });
    await client.connect();
    const tamper = async (statement: string) => {
      await client.query('ALTER TABLE security_events DISABLE TRIGGER USER');
      await client.query(statement);
      await client.query('ALTER TABLE security_events ENABLE TRIGGER USER');
    };
    await tamper(`UPDATE security_events SET outcome = 'failure' WHERE seq IN (3, 5)`);
    const { code, stdout } = await gatehouse(['audit', 'verify']);
    expect([code, stdout]).toEqual([
      1,
      'Record 3 is broken (changed): The record was changed: its content does not give its hash. ' +
        '2 records before it are whole.\n',
    ]);
    const said = await gatehouse(['audit', 'verify', '--json']);
    expect([said.code, JSON.parse(said.stdout)]).toMatchObject([
      1,
      { whole: false, checked: 2, first_broken: { seq: 3, reason: 'changed' } },
    ]);
    await tamper(`UPDATE security_events SET outcome = 'success' WHERE seq IN (3, 5)`);
    const { rows } = await client.query<{ hash: string }>(
      `SELECT encode(hash, 'hex') AS hash FROM security_events WHERE seq = 2`,
    );
    await client.end();
    const verify = (hash: string) => gatehouse(['audit', 'verify', '--checkpoint', `2:${hash}`]);
    expect((await verify(rows[0]!.hash)).code).toBe(0);
    expect((await verify('0'.repeat(64))).stdout).toMatch(/^Record 2 is broken \(checkpoint\)/);
  });

  it('rotates the key of a service that runs: tokens from before and after are good, there and elsewhere', async () => {
    const keys = createRemoteJWKSet(new URL(`${service.origin}/.well-known/jwks.json`), { cooldownDuration: 0 });
    const signIn = async () =>
      (await service.post('/auth/login', { username: 'frida', password: 'seven quiet lanterns drift' })).body
        .access_token as string;
    const verified = (token: string) => jwtVerify(token, keys, { audience: 'gatehouse', typ: 'at+jwt' });
    const before = await signIn();
    const { kid } = (await verified(before)).protectedHeader;
    const next = await result(['keys', 'rotate']);
    expect(next).toMatchObject({ state: 'next' });
    expect((await verified(await signIn())).protectedHeader.kid).toBe(kid);
    await result(['keys', 'rotate', '--now']);
    // A second instance signs with it: the first, which looks each minute only, finds it by its id.
    const other = await Service.start({ ...server.env, ADMIN_PASSWORD: PASSWORD }, { cwd: folder });
    try {
      const json = { username: 'frida', password: 'seven quiet lanterns drift' };
      const { access_token: after } = (await other.post('/auth/login', json)).body;
      expect(decodeProtectedHeader(after).kid).toBe(next['kid']);
      await eventually(async () => (await service.get('/auth/me', after)).status === 200);
      expect((await verified(after)).protectedHeader.kid).toBe(next['kid']);
      for (const instance of [service, other]) expect((await instance.get('/auth/me', before)).status).toBe(200);
      await verified(before);
    } finally {
      await other.stop();
    }
  });

  it('finds nothing wrong, also with the clock', async () => {
    const { code, stdout } = await gatehouse(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +database +PostgreSQL \d+ at 127\.0\.0\.1:\d+\/test_/m);
    expect(stdout).toMatch(/^ok +clock /m);
    expect(stdout).not.toMatch(/data directory/);
  });

  it('gives up on a database that is away', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    await new Promise((done) => free.close(done));
    const away = { env: { ...server.env, DATABASE_URL: `postgresql://ada:hunter2@127.0.0.1:${port}/gate` } };
    const { code, stderr } = await gatehouse(['user', 'list'], away);
    expect([code, stderr]).toEqual([
      1,
      `PostgreSQL at 127.0.0.1:${port}/gate cannot be used: connect ECONNREFUSED 127.0.0.1:${port}\n`,
    ]);
    expect((await gatehouse(['doctor'], away)).stdout).toMatch(/^wrong +database .*ECONNREFUSED/m);
  });

  it('ends quietly when nobody reads any more', async () => {
    const line = `"${process.execPath}" "${COMMAND_LINE}" export - | head -c 1; echo " \${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['--norc', '-c', line], { cwd: folder, env: processEnv(server.env) });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    expect(said).toBe('{ 0\n');
  });
});
