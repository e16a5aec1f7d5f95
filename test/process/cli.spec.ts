import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMMANDS } from '#cli/index.js';
import { commandLine } from '../support/command.js';
import { Service } from '../support/service.js';
import { embeddedDatabase, type Storage } from '../support/storage.js';

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

  const { gatehouse, result } = commandLine(() => ({ cwd: folder, env }));

  const inFolder = (name: string) => join(folder, name);

  describe('understands', () => {
    it('--help, and lists every command', async () => {
      const { code, stdout, stderr } = await gatehouse(['--help']);
      expect([code, stderr]).toEqual([0, '']);
      for (const { name, summary } of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    });

    it('what it was not asked as it should be, with another exit code than for a failure', async () => {
      const { code, stdout, stderr } = await gatehouse(['user', 'list', '--limit', '0']);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/--limit must be/);
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
});
