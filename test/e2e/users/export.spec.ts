import { request } from 'node:http';
import { uuidv7 } from '#common/crypto/uuid.js';
import { PASSWORD, type Person, TestApp, type Tokens, uniqueName } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';
import { letterTo } from '../../support/mailbox.js';
import { deleteOwn } from './deletions.js';
import { prove } from './people.js';

describe('GET /users/me/export', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const exportOf = ({ access_token }: Tokens) => app.get('/users/me/export', access_token);

  const wishFor = (new_email: string) => ({ new_email, current_password: PASSWORD });

  /** Somebody of whom there is something everywhere. */
  async function lively(): Promise<Person & Tokens> {
    const person = await app.newcomer();
    await prove(app, person);
    await app.post('/auth/email/change/request', wishFor(`next.${person.email}`), person.access_token);
    await letterTo(app, `next.${person.email}`, 'email_change');
    await app.signIn(person);
    return person;
  }

  it('is a file with everything, for nobody to keep on the way', async () => {
    const person = await lively();
    const { status, headers, body } = await exportOf(person);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('content-disposition')).toBe('attachment; filename="personal-data.json"');
    expect(headers.get('cache-control')).toBe('no-store');

    const { id, username, email } = person;
    expect(body.account).toMatchObject({ id, username, email, roles: ['user'], has_password: true, deletes_at: null });
    expect(body.sessions).toHaveLength(2);
    expect(body.sessions[0]).toMatchObject({ id: claimsOf(person.access_token).sid, ip: '127.0.0.1', ended_at: null });
    expect(body.mailed_links.map(({ purpose }: { purpose: string }) => purpose)).toContain('email_change');
    expect(body.letters.map(({ template }: { template: string }) => template)).toEqual(
      expect.arrayContaining(['verify_email', 'new_device']),
    );
    const types = body.activity.map(({ type }: { type: string }) => type);
    expect(types[0]).toBe('user.registered');
    // The asking itself, too.
    expect(types).toContain('user.exported');
  });

  it('has no hash and no secret, and says what it leaves out', async () => {
    const person = await lively();
    const { token } = await letterTo(app, `next.${person.email}`, 'email_change');
    const [secrets] = await app.sql<{ hash: string; digest: string; base64: string }>(
      `SELECT password_hash AS hash, encode(digest, 'hex') AS digest, encode(digest, 'base64') AS base64
         FROM users u JOIN one_time_tokens t ON t.user_id = u.id WHERE u.id = $1 LIMIT 1`,
      [person.id],
    );
    const { text, body } = await exportOf(person);
    for (const secret of [...Object.values(secrets!), token, person.refresh_token, person.access_token, 'argon2']) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/gh[rtd]_/);
    expect(body.left_out.length).toBeGreaterThan(2);
  });

  it('has nothing of others, whoever acted', async () => {
    const person = await lively();
    const admin = await app.admin();
    await app.patch(`/users/${person.id}`, { full_name: 'By Admin' }, admin.access_token);
    const other = await lively();
    const { text, body } = await exportOf(person);
    for (const word of [claimsOf(admin.access_token).sub, other.id, other.email, other.username]) {
      expect(text).not.toContain(word);
    }
    const change = body.activity.find(({ type }: { type: string }) => type === 'user.changed');
    expect(change).not.toHaveProperty('ip');
  });

  it('does not tell what somebody looked for in the log, nor in which session', async () => {
    const [person, other] = [await lively(), await lively()];
    const admin = await app.admin();
    const query = `user_id=${person.id}&actor_id=${other.id}&ip=192.0.2.77`;
    expect((await app.get(`/audit/events?${query}`, admin.access_token)).status).toBe(200);
    const { text, body } = await exportOf(person);
    expect(body.activity.map(({ type }: { type: string }) => type)).toContain('audit.read');
    for (const word of [other.id, '192.0.2.77', claimsOf(admin.access_token).sid]) {
      expect(text).not.toContain(word);
    }
  });

  it('finds letters by the addresses that are theirs, and not by those that they only ask for', async () => {
    const person = await lively();
    const other = await lively();
    const recipients = async () =>
      new Set((await exportOf(person)).body.letters.map(({ recipient }: { recipient: string }) => recipient));
    expect(await recipients()).toEqual(new Set([person.email]));
    const { token } = await letterTo(app, `next.${person.email}`, 'email_change');
    expect((await app.post('/auth/email/change/confirm', { token, password: PASSWORD })).status).toBe(200);
    expect(await recipients()).toEqual(new Set([person.email, `next.${person.email}`]));
    // Somebody else has the former address by now.
    await app.sql('UPDATE users SET email = $2 WHERE id = $1', [other.id, person.email]);
    expect(await recipients()).toEqual(new Set([`next.${person.email}`]));
  });

  it('is whole however much there is, and does not hold it all in memory', async () => {
    const person = await app.newcomer();
    const count = 1201;
    await app.sql(
      `INSERT INTO sessions (id, user_id, client_id, amr, user_agent, expires_at)
       SELECT gen_random_uuid(), $1, 'gatehouse', '{pwd}', repeat('x', 500), now() FROM generate_series(1, $2::int)`,
      [person.id, count],
    );
    const { body } = await exportOf(person);
    expect(body.sessions).toHaveLength(count + 1);
    expect(new Set(body.sessions.map(({ id }: { id: string }) => id)).size).toBe(count + 1);
    // Sent as it is read: nobody knows its length before.
    const { headers } = await exportOf(person);
    expect([headers.get('content-length'), headers.get('transfer-encoding')]).toEqual([null, 'chunked']);
  });

  it('is given up when the caller goes away', async () => {
    const person = await app.newcomer();
    await new Promise<void>((resolve) => {
      const asking = request(`${app.origin}${app.prefix}/users/me/export`, {
        headers: { authorization: `Bearer ${person.access_token}` },
      });
      asking.on('response', (response) => {
        response.destroy();
        resolve();
      });
      asking.on('error', () => resolve());
      asking.end();
    });
    expect((await exportOf(person)).status).toBe(200);
  });

  it('is closed with the account', async () => {
    const person = await app.newcomer();
    await deleteOwn(app, person.access_token, person.password);
    expect((await exportOf(person)).status).toBe(401);
  });

  it('has kept answers that tell of them', async () => {
    const person = await app.newcomer();
    const answer = { id: person.id, username: person.username };
    await app.sql(`INSERT INTO idempotency_keys VALUES ($1, $1, 201, $2, now() + interval '1 day')`, [
      Buffer.from(uuidv7()),
      answer,
    ]);
    // Somebody has called themselves by the id of another.
    const other = await app.newcomer();
    await app.call('POST', '/auth/register', {
      json: { username: uniqueName(), email: `${uniqueName()}@example.org`, password: PASSWORD, full_name: person.id },
      headers: { 'idempotency-key': uniqueName() },
    });
    expect((await exportOf(person)).body.kept_answers).toMatchObject([{ status: 201, body: answer }]);
    expect((await exportOf(other)).body.kept_answers).toEqual([]);
  });
});

describe('GET /users/me/export with limits', () => {
  it('is given five times an hour to each', async () => {
    const app = await TestApp.start({ RATE_LIMITS: 'on' });
    try {
      const [person, other] = [await app.newcomer(), await app.newcomer()];
      const ask = ({ access_token }: Tokens) => app.get('/users/me/export', access_token);
      for (let i = 0; i < 5; i++) expect((await ask(person)).status).toBe(200);
      const refused = await ask(person);
      expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3000);
      expect((await ask(other)).status).toBe(200);
    } finally {
      await app.stop();
    }
  });
});
