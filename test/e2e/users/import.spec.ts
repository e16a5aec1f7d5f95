import { Readable } from 'node:stream';
import { UnreadableFile, type Refusal } from '#users/import/import.errors.js';
import { UserExport } from '#users/import/user-export.service.js';
import { type ImportOptions, UserImport } from '#users/import/user-import.service.js';
import { TestApp, uniqueName } from '../../support/app.js';

type User = Record<string, unknown>;

const person = (more: User = {}): User & { username: string; email: string } => {
  const username = uniqueName();
  return { username, email: `${username}@example.org`, ...more };
};
const jsonLines = (users: readonly User[]) => users.map((user) => `${JSON.stringify(user)}\n`).join('');

/** One of each format, made by the systems that they come from. */
const HASHES: [format: string, password: string, hash: string][] = [
  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt by Django', 'ExjGmyUT73bFoT', 'bcrypt$$2b$12$LZSJchsWG/DrBy1erNs4ee31eJ7DaWiuwhDOC7aqIyqGGggfu6Y/.'],
  ['PBKDF2 by Django', 'lètmein', 'pbkdf2_sha256$260000$seasalt$YlZ2Vggtqdc61YjArZuoApoBh9JNGYoDRBUGu6tcJQo='],
  [
    'PBKDF2 by passlib',
    'password',
    '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
  ],
  ['scrypt', 'password', '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E'],
  ['argon2i', 'password', '$argon2i$v=19$m=512,t=2,p=2$aI2R0hpDyLm3ltLa+1/rvQ$LqPKjd6n8yniKtAithoR7A'],
];

describe('import and export of users', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function run(content: string | Buffer | readonly User[], options: Partial<ImportOptions> = {}, on = app) {
    const text = typeof content === 'string' || Buffer.isBuffer(content) ? content : jsonLines(content);
    const refusals: Refusal[] = [];
    const summary = await on.nest.get(UserImport).run(Readable.from([Buffer.from(text)]), {
      format: 'jsonl',
      onRefused: (some) => void refusals.push(...some),
      ...options,
    });
    return { ...summary, refusals };
  }

  const find = async (username: string, on = app) => {
    const [row] = await on.sql<User>(
      `SELECT u.*, ARRAY(SELECT role_name FROM user_roles WHERE user_id = u.id ORDER BY 1) AS roles
         FROM users u WHERE username = $1`,
      [username],
    );
    return row;
  };
  const count = async () => (await app.sql<{ count: number }>('SELECT count(*)::int FROM users'))[0]!.count;

  it.each(HASHES)('lets people in with a hash of %s, and makes it argon2id', async (_, password, password_hash) => {
    const user = person({ password_hash });
    expect(await run([user])).toMatchObject({ records: 1, created: 1, existing: 0, refused: 0 });
    const wrong = await app.post('/auth/login', { username: user.username, password: `${password}x` });
    expect(wrong.body.code).toBe('invalid_credentials');
    expect((await find(user.username))!['password_hash']).toBe(password_hash);

    await app.signIn({ username: user.username, password });
    expect((await find(user.username))!['password_hash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await app.signIn({ username: user.username, password });
  });

  it('brings in everything that a file says, from JSON lines as from CSV', async () => {
    const [one, other] = [person(), person()];
    const id = '7b0f4a52-5a7e-4f0e-9a38-0d2f0a1c9e11';
    await run([{ ...one, id, full_name: 'A "B", C', is_active: false, is_verified: true, roles: ['admin', 'guest'] }]);
    const csv = [
      'email,username,full_name,is_active,is_verified,roles,created_at',
      `${other.email},${other.username},"A ""B"", C",false,t,guest;admin,2020-02-29 12:00:00.5+00`,
    ];
    expect(await run(`\uFEFF${csv.join('\r\n')}`, { format: 'csv' })).toMatchObject({ created: 1 });

    const same = { full_name: 'A "B", C', is_active: false, is_verified: true, roles: ['admin', 'guest'] };
    expect(await find(one.username)).toMatchObject({ id, ...same, password_hash: null, token_epoch: 0 });
    expect(await find(other.username)).toMatchObject({ ...same, created_at: new Date('2020-02-29T12:00:00.5Z') });
  });

  it('refuses what registration would refuse, by line, and brings in the rest', async () => {
    const good = person();
    const lines = [
      JSON.stringify(good),
      'nonsense',
      JSON.stringify(person({ roles: ['king'] })),
      JSON.stringify(person({ email: 'nobody', is_superuser: true })),
      JSON.stringify(person({ password_hash: 'md5$salt$88a434c88cca4e900f7874cd98123f43' })),
    ];
    const { refusals, ...summary } = await run(lines.join('\n'));
    expect(summary).toMatchObject({ records: 5, created: 1, refused: 4 });
    expect(refusals.map(({ line, faults }) => [line, faults.map(({ code }) => code)])).toEqual([
      [2, ['not_json']],
      [3, ['unknown_role']],
      [4, ['unknown_field', 'bad_email']],
      [5, ['unsupported_hash']],
    ]);
    expect(JSON.stringify(refusals)).not.toContain('88a434c8');
    expect(await find(good.username)).toBeDefined();
  });

  it('tells those who are there already from those who stand in the way', async () => {
    const [ada, bob] = [person(), person()];
    const id = '7b0f4a52-5a7e-4f0e-9a38-0d2f0a1c9e12';
    await run([{ ...ada, id }, bob]);
    await app.sql(`UPDATE users SET updated_at = now() - interval '1 hour' WHERE username = ANY ($1)`, [
      [ada.username, bob.username],
    ]);
    const single = async (user: User) => {
      const { existing, refusals } = await run([user]);
      return existing === 1 ? 'existing' : refusals[0]!.faults.map(({ code }) => code).join();
    };
    expect(await single({ ...ada, full_name: 'Changed' })).toBe('existing');
    expect(await single({ username: ada.username.toUpperCase(), email: ada.email.toUpperCase(), id })).toBe('existing');
    expect(await single(person({ username: ada.username }))).toBe('username_taken');
    expect(await single(person({ email: bob.email.toUpperCase() }))).toBe('email_taken');
    expect(await single(person({ id }))).toBe('id_taken');
    expect(await single({ ...bob, id })).toBe('id_taken,username_taken,email_taken');
    expect(await single({ ...bob, id: '7b0f4a52-5a7e-4f0e-9a38-0d2f0a1c9e13' })).toBe('username_taken,email_taken');
    expect(await single({ username: ada.username, email: bob.email })).toBe('username_taken,email_taken');
    expect((await find(ada.username))!['full_name']).toBeNull();
  });

  it('neither passes over nor revives those whose account is closed, and does not export them', async () => {
    const ada = person();
    await run([ada]);
    await app.sql(
      `UPDATE users SET deletes_at = now() + interval '1 day', updated_at = now() - interval '1 hour' WHERE username = $1`,
      [ada.username],
    );
    for (const dryRun of [true, false]) {
      const { existing, created, refusals } = await run([ada], { dryRun });
      expect([existing, created]).toEqual([0, 0]);
      expect(refusals[0]!.faults.map(({ code }) => code)).toEqual(['account_closed']);
    }
    const parts: string[] = [];
    for await (const part of app.nest.get(UserExport).lines({ withHashes: true })) parts.push(part);
    expect(parts.join('')).not.toContain(ada.username);
    await app.sql('DELETE FROM users WHERE username = $1', [ada.username]);
  });

  it('refuses every repetition, however far it is from the first', async () => {
    const first = person();
    const others = Array.from({ length: 2500 }, () => person());
    const again = [{ ...first }, person({ username: first.username }), person({ email: first.email })];
    const { refusals, ...summary } = await run([first, { ...first }, ...others, ...again]);
    expect(summary).toMatchObject({ records: 2505, created: 2501, existing: 0, refused: 4, reasons: { duplicate: 4 } });
    expect(refusals.map(({ line }) => line)).toEqual([2, 2503, 2504, 2505]);
  });

  it('is not troubled by twenty thousand times the same line', async () => {
    const user = person();
    const { refusals, ...summary } = await run(Array<User>(20_000).fill(user));
    expect(summary).toMatchObject({ records: 20_000, created: 1, refused: 19_999, reasons: { duplicate: 19_999 } });
    expect(refusals[0]!.line).toBe(2);
    expect(refusals.at(-1)!.line).toBe(20_000);
  });

  it('rehearses: says the same, and leaves nothing behind', async () => {
    const known = person();
    await run([known]);
    await app.sql(`UPDATE users SET updated_at = now() - interval '1 hour' WHERE username = $1`, [known.username]);
    const twice = person();
    const many = Array.from({ length: 1200 }, () => person());
    const file = [
      known,
      person({ email: known.email.toUpperCase() }),
      twice,
      ...many,
      twice,
      person({ roles: ['king'] }),
    ];
    const before = await count();

    const rehearsal = await run(file, { dryRun: true });
    expect(await count()).toBe(before);
    const again = await run(file, { dryRun: true });
    expect(again).toEqual(rehearsal);
    // The second line repeats the e-mail address of the first: one is found in the batch, the other in the table.
    expect(rehearsal).toMatchObject({ records: 1205, created: 1201, existing: 1, refused: 3 });
    expect(await run(file)).toEqual(rehearsal);
    expect(await count()).toBe(before + 1201);
  });

  it('writes whole batches or nothing, and is resumed by starting it again', async () => {
    const users = Array.from({ length: 2600 }, () => person());
    const poison = users[1700]!;
    const before = await count();
    await app.sql(`ALTER TABLE users ADD CONSTRAINT poison CHECK (username <> '${poison.username}') NOT VALID`);
    await expect(run(users)).rejects.toThrow(/poison/);
    expect(await count()).toBe(before + 1000);
    const roles = await app.sql(
      'SELECT FROM users u JOIN user_roles ur ON ur.user_id = u.id WHERE u.username = ANY ($1)',
      [users.map(({ username }) => username)],
    );
    expect(roles).toHaveLength(1000);

    await app.sql('ALTER TABLE users DROP CONSTRAINT poison');
    expect(await run(users)).toMatchObject({ records: 2600, created: 1600, existing: 1000, refused: 0 });
    expect(await run(users)).toMatchObject({ records: 2600, created: 0, existing: 2600, refused: 0 });
    expect(await count()).toBe(before + 2600);
  });

  it.each([
    ['is not UTF-8', (good: string) => Buffer.from(`${good}{"username":"björn"}\n`, 'latin1'), /Line 2 is not UTF-8/],
    ['was cut in half', (good: string) => Buffer.from(`${good}{"username":"b`), /middle of the record of line 2/],
    ['is an array', (good: string) => Buffer.from(`[${good}]`), /JSON array/],
  ])('refuses a file that %s', async (_, damaged, message) => {
    const user = person();
    const content = damaged(jsonLines([user]));
    await expect(run(content)).rejects.toThrow(UnreadableFile);
    await expect(run(content)).rejects.toThrow(message);
    await expect(run(content, { dryRun: true })).rejects.toThrow(message);
    expect(await find(user.username)).toBeUndefined();
  });

  it('exports what another installation imports to the same', async () => {
    const there = await TestApp.start();
    try {
      await there.sql('DELETE FROM users');
      const exported = async (on: TestApp, withHashes = true) => {
        const parts: string[] = [];
        for await (const part of on.nest.get(UserExport).lines({ withHashes })) parts.push(part);
        return parts.join('');
      };
      await app.sql(`UPDATE users SET created_at = '2024-05-01T09:30:00.123456Z' WHERE username = 'admin'`);
      const lines = await exported(app);
      expect(lines.split('\n')).toHaveLength((await count()) + 1);
      expect(await run(lines, {}, there)).toMatchObject({ created: await count(), existing: 0, refused: 0 });
      expect(await exported(there)).toBe(lines);
      expect(lines).toContain('"created_at":"2024-05-01T09:30:00.123456Z"');
      await there.admin();

      const bare = await exported(there, false);
      expect(bare).not.toContain('$argon2id');
      expect(bare.split('\n')).toHaveLength(lines.split('\n').length);
    } finally {
      await there.stop();
    }
  });
});
