import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { Client } from 'pg';
import { inject } from 'vitest';
import { COMMANDS } from '#cli/index.js';
import { COMMAND_LINE, runCommand } from '../support/command.js';
import { processEnv } from '../support/coverage/process-env.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';
import { eventually, Service } from '../support/service.js';

const PASSWORD = 'violet anchor under glass';

describe('the command line', () => {
  let folder: string;
  let storage: Storage;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'));
    storage = await embeddedDatabase();
    env = { ...storage.env };
  });
  afterAll(async () => {
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const gatehouse = (args: string[], { input = '', env: more = env } = {}) =>
    runCommand(args, { cwd: folder, env: more, input });

  /** Of a command that must work. */
  async function result<T = Record<string, unknown>>(args: string[], options = {}): Promise<T> {
    const { code, stdout, stderr } = await gatehouse([...args, '--json'], options);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }

  const inFolder = (name: string) => join(folder, name);

  describe('understands', () => {
    it('--help, and lists every command', async () => {
      const { code, stdout, stderr } = await gatehouse(['--help']);
      expect([code, stderr]).toEqual([0, '']);
      for (const { name, summary } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    });

    it.each(COMMANDS.map(({ name }) => name))('%s --help, with every option', async (name) => {
      const { code, stdout } = await gatehouse([...name.split(' '), '--help']);
      const { command } = COMMANDS.find((entry) => entry.name === name)!;
      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: gatehouse ${name}`);
      for (const option of [...Object.keys(command.options), 'json', 'help']) expect(stdout).toContain(`--${option}`);
    });

    it.each([
      [[], /^Usage: /m],
      [['user'], /user create/],
      [['usr'], /no command "usr"/],
      [['user', 'crate'], /no command "user crate".*user create/],
      [['user', 'show'], /user show takes USER; given: none/],
      [['user', 'show', 'a', 'b'], /given: "a" "b"/],
      [['user', 'list', '--rolle', 'x'], /Unknown option '--rolle'/],
      [['user', 'list', '--limit', '0'], /--limit must be/],
      [['user', 'list', '--sort', 'age'], /--sort must be one of/],
      [['user', 'create', 'ada'], /--email is needed/],
      [['user', 'create', 'ada', '--email', 'a@x.org', '--password', 'x'], /Unknown option '--password'/],
      [['user', 'create', 'ada', '--email', 'a@x.org', '--ask-password'], /no terminal to ask at/],
      [['user', 'set-password', 'ada'], /Choose one of/],
      [['user', 'set-roles', 'ada', 'a,,b'], /ROLES must be/],
      [['import', 'users.txt'], /--format/],
      [['audit', 'export', '--from', 'yesterday'], /--from must be a day/],
      [['audit', 'export', '--after', 'x'], /--after must be/],
      [['audit', 'verify', '--checkpoint', '7'], /--checkpoint must be/],
    ])('what it does not understand: %j', async (args, message) => {
      const { code, stdout, stderr } = await gatehouse(args);
      expect(code).toBe(2);
      expect(stdout + stderr).toMatch(message);
      expect(stderr).not.toMatch(/\n\s+at /);
    });
  });

  describe('administers users on the embedded database', () => {
    const create = (name: string, ...more: string[]) =>
      result(['user', 'create', name, '--email', `${name}@example.org`, '--password-stdin', ...more], {
        input: `${PASSWORD}\n`,
      });

    it('creates, shows and lists them', async () => {
      const ada = await create('ada', '--role', 'admin', '--role', 'user', '--verified', '--full-name', 'Ada L');
      expect(ada).toMatchObject({ username: 'ada', full_name: 'Ada L', roles: ['admin', 'user'], is_verified: true });
      await create('bob');
      for (const who of [ada['id'] as string, 'ADA', 'Ada@Example.org']) {
        expect(await result(['user', 'show', who])).toEqual(ada);
      }
      const names = async (...args: string[]) =>
        (await result<{ username: string }[]>(['user', 'list', ...args])).map(({ username }) => username);
      // No first administrator: that one is made by the service.
      expect(await names()).toEqual(['ada', 'bob']);
      expect(await names('--sort=-username', '--limit', '1')).toEqual(['bob']);
      expect(await names('--role', 'admin')).toEqual(['ada']);
      expect(await names('-q', 'bo')).toEqual(['bob']);

      const { stdout, stderr } = await gatehouse(['user', 'list', '--limit', '1']);
      expect(stdout).toMatch(/^ID +USERNAME .*\n[0-9a-f-]{36} +ada +ada@example\.org +admin,user +yes/);
      expect(stderr).toContain('1 of 2');
      expect(stdout + JSON.stringify(ada)).not.toMatch(/argon2/);
    });

    it('refuses what the service would refuse, in words and for scripts', async () => {
      const args = ['user', 'create', 'ada', '--email', 'b@example.org', '--password-stdin'];
      const taken = await gatehouse(args, { input: PASSWORD });
      expect(taken).toMatchObject({ code: 1, stdout: '', stderr: 'The username is taken.\n' });
      const weak = await gatehouse([...args.with(2, 'carl'), '--json'], { input: 'short\n' });
      expect(weak.code).toBe(1);
      expect(JSON.parse(weak.stderr)).toMatchObject({
        error: {
          code: 'weak_password',
          problems: expect.arrayContaining([expect.objectContaining({ code: 'password_too_short' })]),
        },
      });
      const shape = await gatehouse(['user', 'create', 'x', '--email', 'nobody', '--role', 'king']);
      expect(shape.stderr).toMatch(/username must have.*email must be/);
      expect((await gatehouse(['user', 'show', 'nobody'])).stderr).toBe('There is no such user.\n');
      expect((await gatehouse(['user', 'disable', 'ada'])).stderr).toMatch(/last administrator must stay/);
      expect((await gatehouse(['user', 'set-roles', 'bob', 'king'])).stderr).toMatch(/no such role/);
    });

    it('changes them', async () => {
      expect(await result(['user', 'disable', 'bob'])).toMatchObject({ is_active: false });
      expect(await result(['user', 'list', '--disabled'])).toHaveLength(1);
      expect(await result(['user', 'enable', 'bob'])).toMatchObject({ is_active: true });
      expect(await result(['user', 'set-roles', 'bob', 'moderator, user'])).toMatchObject({
        roles: ['moderator', 'user'],
      });
    });

    it('invites those who get no password', async () => {
      const eve = await result(['user', 'create', 'eve', '--email', 'eve@example.org']);
      expect(eve).toMatchObject({ username: 'eve', is_verified: false });
    });

    it('lists the keys, without their private halves', async () => {
      const keys = await result<object[]>(['keys', 'list']);
      expect(keys).toEqual([expect.objectContaining({ algorithm: 'ES256', state: 'signs' })]);
    });

    it('rotates them: published first, then signing, or at once', async () => {
      const states = async () => (await result<{ state: string }[]>(['keys', 'list'])).map(({ state }) => state);
      const next = await result(['keys', 'rotate']);
      expect(next).toMatchObject({ state: 'next', algorithm: 'ES256', retires_at: null });
      const wait = Date.parse(next['activates_at'] as string) - Date.parse(next['created_at'] as string);
      expect(wait).toBe(600_000);
      expect(await states()).toEqual(['signs', 'next']);
      const again = await gatehouse(['keys', 'rotate']);
      expect(again.code).toBe(1);
      expect(again.stderr).toMatch(
        /^The key \S+ will sign from \S+\. Nothing was done; --now lets it sign at once\.$/m,
      );
      expect(await result(['keys', 'rotate', '--now'])).toMatchObject({ kid: next['kid'], state: 'signs' });
      expect(await states()).toEqual(['verifies', 'signs']);
      const fresh = await gatehouse(['keys', 'rotate', '--remove-others']);
      expect(fresh.stdout).toMatch(/^The key \S+ signs\.\n.*at once\. Clients have to refresh/);
      expect(await states()).toEqual(['signs']);
    });

    it('verifies the audit log', async () => {
      const { checked, ...rest } = await result<{ checked: number }>(['audit', 'verify']);
      expect(rest).toEqual({ whole: true, first_broken: null });
      expect(checked).toBeGreaterThan(5);
      expect((await gatehouse(['audit', 'verify'])).stdout).toBe(`${checked} records are as they were written.\n`);
    });

    it('exports the audit log, whole or by time', async () => {
      const records = async (...args: string[]) =>
        (await gatehouse(['audit', 'export', ...args])).stdout.split('\n').filter(Boolean);
      const lines = await records();
      const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
      expect(types.slice(0, 2)).toEqual(['user.created', 'user.created']);
      expect(types).toContain('signing_key.rotated');
      expect(await records('--from', '2020-01-01', '--to', '2020-02-01')).toEqual([]);
      const [third] = lines.slice(2).map((line) => (JSON.parse(line) as { at: string }).at);
      const later = await records('--from', third!, '--to', '2100-01-01T00:00:00Z');
      expect(later.slice(0, lines.length - 2)).toEqual(lines.slice(2));
      expect((await records('--after', '3'))[0]).toBe(lines[3]);
      expect(await records('--to', third!)).toEqual(lines.slice(0, 2));
      expect((await records('--without-persons')).join('')).not.toMatch(/command line|"subject":/);

      const { records: count } = await result<{ records: number }>(['audit', 'export', '-o', 'audit.jsonl']);
      expect((await readFile(inFolder('audit.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(count);
      expect((await stat(inFolder('audit.jsonl'))).mode & 0o777).toBe(0o600);
      expect((await gatehouse(['audit', 'export', '-o', 'audit.jsonl'])).stderr).toBe(
        'audit.jsonl is there already.\n',
      );
    });

    it('exports them, and imports them again', async () => {
      expect(await result(['export', 'out.jsonl'])).toEqual({ users: 3, file: 'out.jsonl' });
      expect((await stat(inFolder('out.jsonl'))).mode & 0o777).toBe(0o600);
      const lines = await readFile(inFolder('out.jsonl'), 'utf8');
      expect((await gatehouse(['export', '-'])).stdout).toBe(lines);
      expect((await gatehouse(['export', '-', '--without-hashes'])).stdout).not.toContain('$argon2id');
      expect(await gatehouse(['export', 'out.jsonl'])).toMatchObject({
        code: 1,
        stderr: 'out.jsonl is there already.\n',
      });

      expect(await result(['import', 'out.jsonl'])).toMatchObject({ records: 3, created: 0, existing: 3, refused: 0 });
      const empty = await embeddedDatabase();
      try {
        const options = { env: empty.env, input: lines };
        const rehearsed = await result(['import', '-', '--format', 'jsonl', '--dry-run'], options);
        expect(rehearsed).toMatchObject({ dry_run: true, created: 3 });
        expect(await result(['import', 'out.jsonl'], options)).toMatchObject({
          dry_run: false,
          created: 3,
          refused: 0,
        });
        expect((await gatehouse(['export', '-'], options)).stdout).toBe(lines);
      } finally {
        await empty.remove();
      }
    });

    it('reports whom it did not import', async () => {
      await writeFile(inFolder('some.csv'), 'username,email\nada,new@example.org\n\nfrida,frida@example.org\n7,x\n');
      const { code, stdout, stderr } = await gatehouse(['import', 'some.csv']);
      expect(code).toBe(1);
      expect(stdout).toBe(
        '3 records: 1 created, 0 there already, 2 refused (bad_username 1, bad_email 1, username_taken 1).\n',
      );
      expect(stderr).toMatch(/^line 2 \(ada\): The username is taken\.\nline 5 \(7\): username must/);

      const report = ['--report', 'refused.jsonl'];
      expect((await gatehouse(['import', 'some.csv', ...report])).stdout).toMatch(
        /0 created, 1 there already, 2 refused/,
      );
      const refused = (await readFile(inFolder('refused.jsonl'), 'utf8')).trim().split('\n');
      expect(refused.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual([2, 5]);
      expect((await gatehouse(['import', 'some.csv', ...report])).stderr).toMatch(/EEXIST.*refused\.jsonl/);
    });

    it('refuses a damaged file before anything of it is written', async () => {
      const good = Array.from({ length: 1500 }, (_, i) => `{"username":"many-${i}","email":"many-${i}@example.org"}\n`);
      await writeFile(inFolder('cut.jsonl'), `${good.join('')}{"username":"mo`);
      const { code, stderr } = await gatehouse(['import', 'cut.jsonl']);
      expect([code, stderr]).toEqual([1, 'The file ends in the middle of the record of line 1501. Was it cut off?\n']);
      expect((await gatehouse(['user', 'show', 'many-0'])).code).toBe(1);
      expect((await gatehouse(['import', 'nowhere.jsonl'])).stderr).toMatch(/^ENOENT.*nowhere\.jsonl/);
    });

    it('says plainly that the service has the database, while it runs', async () => {
      const service = await Service.start(env, { cwd: folder });
      try {
        const { code, stdout, stderr } = await gatehouse(['user', 'list']);
        expect([code, stdout]).toEqual([1, '']);
        expect(stderr).toMatch(
          new RegExp(`is in use by process ${service.process.pid} on .*stop that one.*DATABASE_URL`),
        );
        expect(stderr).not.toMatch(/\n\s+at /);
        const doctor = await gatehouse(['doctor']);
        expect(doctor.code).toBe(0);
        expect(doctor.stdout).toMatch(/^skipped database .*is in use by process/m);
      } finally {
        await service.stop();
      }
    });

    it('finds nothing wrong', async () => {
      const findings = await result<{ check: string; state: string }[]>(['doctor']);
      expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
        'configuration ok',
        'data directory ok',
        'database ok',
        'migrations ok',
        'secret key ok',
        'administrators ok',
        'mail server ok',
      ]);
    });

    it('finds what is wrong', async () => {
      const doctor = async (more: Record<string, string>) => {
        const { code, stdout } = await gatehouse(['doctor'], { env: { ...env, ...more } });
        expect(code).toBe(1);
        return stdout;
      };
      expect(await doctor({ PORT: 'x', SMTP_PORT: 'y' })).toMatch(
        /^wrong +configuration +PORT.*\nwrong +configuration/m,
      );
      expect(await doctor({ SECRET_KEY: 'another secret, but long enough to pass' })).toMatch(
        /^wrong +secret key +SECRET_KEY is not the one/m,
      );
      expect(await doctor({ SMTP_HOST: '127.0.0.1', SMTP_PORT: '1' })).toMatch(/^wrong +mail server +127\.0\.0\.1:1 /m);
    });

    it('checks the configuration, and shows no values', async () => {
      await writeFile(inFolder('.env'), 'PORTT=3000\nSECRET_KEY=hunter2-hunter2-hunter2-hunter2-hunter2\n');
      try {
        const good = await gatehouse(['config', 'check'], { env: {} });
        expect(good).toMatchObject({ code: 0 });
        expect(good.stdout).toBe(
          'The configuration is valid.\nunknown  PORTT in .env is no setting\nSet: SECRET_KEY\n',
        );
        const bad = await gatehouse(['config', 'check'], { env: { PORT: 'x', NODE_ENV: 'production' } });
        expect(bad.code).toBe(1);
        expect(bad.stdout).toMatch(/^wrong {4}PORT must be[^]*DATABASE_URL must be set/m);
        expect(good.stdout + bad.stdout).not.toContain('hunter2');
      } finally {
        await rm(inFolder('.env'));
      }
    });
  });

  describe.runIf(inject('postgresUrl'))('beside a running service on PostgreSQL', () => {
    let server: Storage;
    let service: Service;
    const there = () => ({ env: server.env });

    beforeAll(async () => {
      server = await serverDatabase();
    });
    afterAll(async () => {
      await service?.stop();
      await server.remove();
    });

    it('migrates', async () => {
      const { pending } = await result<{ pending: string[] }>(['migrate', '--pending'], there());
      expect(pending[0]).toBe('Initial1767225600000');
      expect(await result(['migrate'], there())).toEqual({ done: pending });
      expect((await gatehouse(['migrate'], there())).stdout).toBe('The database was up to date.\n');
    });

    it('acts at once: a new password ends sessions, a user who is disabled is out', async () => {
      service = await Service.start({ ...server.env, ADMIN_PASSWORD: PASSWORD }, { cwd: folder });
      const signIn = (password: string) => service.post('/auth/login', { username: 'frida', password });
      const args = ['user', 'create', 'frida', '--email', 'frida@example.org', '--password-stdin'];
      await result(args, { ...there(), input: PASSWORD });
      const before = (await signIn(PASSWORD)).body.access_token;
      expect((await service.get('/auth/me', before)).status).toBe(200);

      const other = 'seven quiet lanterns drift';
      await result(['user', 'set-password', 'frida', '--password-stdin'], { ...there(), input: other });
      expect((await service.get('/auth/me', before)).status).toBe(401);
      expect((await signIn(PASSWORD)).status).toBe(401);
      const after = (await signIn(other)).body.access_token;

      await result(['user', 'disable', 'frida'], there());
      expect((await service.get('/auth/me', after)).status).toBe(401);
      expect((await signIn(other)).body.code).toBe('account_disabled');
      await result(['user', 'enable', 'frida'], there());
      expect((await signIn(other)).status).toBe(200);
    });

    it('is in the audit log, with who it was', async () => {
      await result(['import', 'some.csv', '--format', 'csv'], there()).catch(() => undefined);
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
      const { code, stdout } = await gatehouse(['audit', 'verify'], there());
      expect([code, stdout]).toEqual([
        1,
        'Record 3 is broken (changed): The record was changed: its content does not give its hash. ' +
          '2 records before it are whole.\n',
      ]);
      const said = await gatehouse(['audit', 'verify', '--json'], there());
      expect([said.code, JSON.parse(said.stdout)]).toMatchObject([
        1,
        { whole: false, checked: 2, first_broken: { seq: 3, reason: 'changed' } },
      ]);
      await tamper(`UPDATE security_events SET outcome = 'success' WHERE seq IN (3, 5)`);
      const { rows } = await client.query<{ hash: string }>(
        `SELECT encode(hash, 'hex') AS hash FROM security_events WHERE seq = 2`,
      );
      await client.end();
      const verify = (hash: string) => gatehouse(['audit', 'verify', '--checkpoint', `2:${hash}`], there());
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
      const next = await result(['keys', 'rotate'], there());
      expect(next).toMatchObject({ state: 'next' });
      expect((await verified(await signIn())).protectedHeader.kid).toBe(kid);
      await result(['keys', 'rotate', '--now'], there());
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
      const { code, stdout } = await gatehouse(['doctor'], there());
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
});
