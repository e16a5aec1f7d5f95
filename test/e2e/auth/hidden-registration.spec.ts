import { Client } from 'pg';
import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import type { Answer, Json } from '../../support/http.js';
import { letterTo, lettersTo } from '../../support/mailbox.js';

/** Headers that differ from one answer to the next, whoever is asked about. */
const CHANGING = ['x-request-id', 'date', 'server-timing', 'keep-alive', 'connection'];
/** What is done for everybody and not for this request. */
const BACKGROUND = /outbox|security_event|^(START TRANSACTION|BEGIN|COMMIT|ROLLBACK|NOTIFY)|written_by >=/;
/** What the queue of letters asks, after the answer. */
const WORKER = /^(WITH due AS|WITH taken AS|DELETE FROM)|FROM users WHERE lower\(email/;

describe('registration with REGISTRATION_DISCLOSURE=hidden', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REGISTRATION_DISCLOSURE: 'hidden' });
  });
  afterAll(() => app.stop());

  const bodyFor = (username = uniqueName(), email = `${username}@example.org`) => ({
    username,
    email,
    password: PASSWORD,
  });
  const register = (body: object) => app.post('/auth/register', body);
  const confirm = (token: string, password: string | undefined = PASSWORD) =>
    app.post('/auth/register/confirm', { token, password });
  const usersWith = (email: string) => app.sql('SELECT * FROM users WHERE email = $1', [email]);
  const pendingOf = (email: string) => app.sql('SELECT * FROM pending_registrations WHERE email = $1', [email]);

  async function letterOf(body: { email: string }) {
    expect((await register(body)).status).toBe(202);
    return letterTo(app, body.email, 'confirm_registration');
  }

  /** Somebody who has an account, by the whole way. */
  async function account() {
    const body = bodyFor();
    const { token } = await letterOf(body);
    expect((await confirm(token)).status).toBe(201);
    return body;
  }

  it('makes the account when the letter is confirmed, and not before', async () => {
    const body = { ...bodyFor(), full_name: 'Ada Lovelace' };
    const { token, link } = await letterOf(body);
    expect(link).toMatch(/^http:\/\/gatehouse\.test\/confirm-registration#token=ght_/);
    expect(await usersWith(body.email)).toEqual([]);
    expect((await app.post('/auth/login', body)).status).not.toBe(200);
    expect((await app.post('/auth/login', { username: body.username, password: PASSWORD })).body.code).toBe(
      'invalid_credentials',
    );

    const { status, body: user, headers } = await confirm(token);
    expect(status).toBe(201);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(user).toMatchObject({
      username: body.username,
      email: body.email,
      full_name: 'Ada Lovelace',
      roles: ['user'],
      is_verified: true,
    });
    expect(user).not.toHaveProperty('password_reset_token');
    await app.signIn(body);
    expect(await pendingOf(body.email)).toEqual([]);
    const [event] = await eventually(() =>
      app.sql(`SELECT type FROM security_events WHERE type = 'user.registered' AND user_id = $1`, [user.id]),
    );
    expect(event).toBeDefined();
  });

  it('keeps a digest of the token and a hash of the password, neither of them itself', async () => {
    const body = bodyFor();
    const { token } = await letterOf(body);
    const [row] = await pendingOf(body.email);
    expect(row).toMatchObject({ password_hash: expect.stringMatching(/^\$argon2id\$/), letter_due: false });
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it('writes to the owner of a taken address instead, with nothing that signs anybody in', async () => {
    const owner = await account();
    await register(bodyFor(uniqueName(), owner.email.toUpperCase()));
    const { link, text } = await letterTo(app, owner.email, 'account_exists');
    expect(link).toBe('http://gatehouse.test/forgot-password');
    expect(text).not.toContain('token');
    expect(text).toContain(`Choose a new password:\n${link}`);
    const confirmations = (await lettersTo(app, owner.email)).filter((l) => l.template === 'confirm_registration');
    expect(confirmations).toHaveLength(1);
    expect(await usersWith(owner.email)).toHaveLength(1);
  });

  it('speaks the language of whoever registers', async () => {
    const body = bodyFor();
    await app.call('POST', '/auth/register', { json: body, headers: { 'accept-language': 'de' } });
    expect((await letterTo(app, body.email, 'confirm_registration')).subject).toBe('Bestätigen Sie Ihre Registrierung');
  });

  it('refuses a weak password, a taken name and a bad body as before', async () => {
    const owner = await account();
    const weak = await register({ ...bodyFor(), email: owner.email, password: 'short' });
    expect([weak.status, weak.body.code]).toEqual([422, 'weak_password']);
    const taken = await register(bodyFor(owner.username.toUpperCase(), 'somebody@example.org'));
    expect([taken.status, taken.body.code]).toEqual([409, 'username_taken']);
    expect((await register({ ...bodyFor(), roles: ['admin'] })).status).toBe(422);
    expect(await pendingOf('somebody@example.org')).toEqual([]);
  });

  it('gives the first answer again for the same Idempotency-Key, and sends one letter', async () => {
    const json = bodyFor();
    const headers = { 'idempotency-key': uniqueName() };
    const [first, again] = [
      await app.call('POST', '/auth/register', { json, headers }),
      await app.call('POST', '/auth/register', { json, headers }),
    ];
    expect([first.status, again.status, again.text]).toEqual([202, 202, first.text]);
    await letterTo(app, json.email, 'confirm_registration');
    expect(await lettersTo(app, json.email)).toHaveLength(1);
  });

  describe('tells nobody whether an address has an account', () => {
    it('in words, status or header', async () => {
      const owner = await account();
      const [free, taken] = [await register(bodyFor()), await register(bodyFor(uniqueName(), owner.email))];
      expect(visible(taken)).toEqual(visible(free));
      expect(free.status).toBe(202);
      const [freeAgain, takenAgain] = [
        await register(bodyFor(uniqueName(), 'twice@example.org')),
        await register(bodyFor(uniqueName(), owner.email)),
      ];
      expect([visible(freeAgain), visible(takenAgain)]).toEqual([visible(free), visible(free)]);
      expect(visible(await register(bodyFor(uniqueName(), 'twice@example.org')))).toEqual(visible(free));
    });

    it('by the statements that are run before the answer', async () => {
      const owner = await account();
      const statements: string[] = [];
      // oxlint-disable-next-line typescript/unbound-method -- called with its client below
      const original = Client.prototype.query;
      Client.prototype.query = function (this: Client, ...call: [unknown]) {
        const [query] = call;
        statements.push(typeof query === 'string' ? query : ((query as { text?: string }).text ?? ''));
        return Reflect.apply(original, this, call) as unknown;
      } as typeof Client.prototype.query;
      const statementsOf = async (body: object) => {
        statements.length = 0;
        expect((await register(body)).status).toBe(202);
        const seen = statements.map((text) => text.trim().replaceAll(/\s+/g, ' '));
        return seen.filter((text) => !BACKGROUND.test(text) && !WORKER.test(text));
      };
      try {
        const free = await statementsOf(bodyFor());
        const taken = await statementsOf(bodyFor(uniqueName(), owner.email));
        expect(taken).toEqual(free);
        expect(free).toEqual([expect.stringMatching(/^INSERT INTO pending_registrations/)]);
      } finally {
        Client.prototype.query = original;
      }
    });

    it('by signing in, or by the name, which is kept in both cases', async () => {
      const owner = await account();
      const [free, taken] = [bodyFor(), bodyFor(uniqueName(), owner.email)];
      for (const body of [free, taken]) await register(body);
      const tried = await Promise.all(
        [free, taken].map(({ username, password }) => app.post('/auth/login', { username, password })),
      );
      expect(visible(tried[1]!)).toEqual(visible(tried[0]!));
      expect(tried[0]!.body.code).toBe('invalid_credentials');
      const again = await Promise.all(
        [free, taken].map(({ username }) => register(bodyFor(username, `${uniqueName()}@example.org`))),
      );
      expect(again.map(({ body }) => body.code)).toEqual(['username_taken', 'username_taken']);
      const same = await Promise.all([free, taken].map((body) => register(body)));
      expect(same.map(({ body }) => body.code)).toEqual(['username_taken', 'username_taken']);
    });

    it('by the time that it takes', async () => {
      const owner = await account();
      const taken: Record<'free' | 'taken', number[]> = { free: [], taken: [] };
      for (let sample = 0; sample < 15; sample += 1) {
        taken.free.push(await timed(() => register(bodyFor())));
        taken.taken.push(await timed(() => register(bodyFor(uniqueName(), owner.email))));
      }
      expect(median(taken.taken)).toBeGreaterThan(0.5 * median(taken.free));
      expect(median(taken.taken)).toBeLessThan(2 * median(taken.free));
    });
  });

  describe('a stranger who registers with the address of somebody else', () => {
    it('does not keep the account that its owner confirms without the password', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      const { status, body: user } = await app.post('/auth/register/confirm', { token });
      expect(status).toBe(201);
      expect((await app.post('/auth/login', { username: body.username, password: PASSWORD })).status).toBe(401);
      const own = 'seven quiet lanterns drift';
      const reset = { token: user.password_reset_token, new_password: own };
      expect((await app.post('/auth/password/reset/confirm', reset)).status).toBe(200);
      await app.signIn({ username: body.username, password: own });
    });

    it('is not confirmed by a wrong password, which does not use the link up', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      const wrong = await confirm(token, 'not the right one at all');
      expect([wrong.status, wrong.body.code]).toEqual([401, 'invalid_credentials']);
      expect(await usersWith(body.email)).toEqual([]);
      expect((await confirm(token)).status).toBe(201);
    });
  });

  describe('a link', () => {
    it.each([
      ['changed in its last letter', (token: string) => token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')],
      ['cut off', (token: string) => token.slice(0, -1)],
      ['of nothing but its prefix', () => 'ght_'],
    ])('is not valid %s', async (_, change) => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      expect((await confirm(change(token))).body.code).toBe('invalid_token');
      expect((await confirm(token)).status).toBe(201);
    });

    it('is not valid at another door, nor links of others here', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      const elsewhere = await app.post('/auth/email/verification/confirm', { token, password: PASSWORD });
      expect(elsewhere.body.code).toBe('invalid_token');
      const owner = await account();
      await app.post('/auth/password/reset/request', { email: owner.email });
      const reset = await letterTo(app, owner.email, 'reset_password');
      expect((await confirm(reset.token)).body.code).toBe('invalid_token');
    });

    it('expires, and with it the name is free again', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      await app.sql(`UPDATE pending_registrations SET expires_at = now() WHERE email = $1`, [body.email]);
      expect((await confirm(token)).body.code).toBe('invalid_token');
      const next = bodyFor(body.username, `${uniqueName()}@example.org`);
      const { token: second } = await letterOf(next);
      expect((await confirm(token)).body.code).toBe('invalid_token');
      expect((await confirm(second)).body.email).toBe(next.email);
    });

    it('makes one account of twenty uses at once', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      const answers = await Promise.all(Array.from({ length: 20 }, () => confirm(token)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ body: { code } }) => code === 'invalid_token')).toHaveLength(19);
      expect(await usersWith(body.email)).toHaveLength(1);
      await app.signIn(body);
    });

    it('is sent again to whoever asks for a new password; the former one is void', async () => {
      const body = bodyFor();
      const { token } = await letterOf(body);
      await app.post('/auth/password/reset/request', { email: body.email });
      const letters = await eventually(async () => {
        const all = (await lettersTo(app, body.email)).filter(({ template }) => template === 'confirm_registration');
        return all.length === 2 ? all : [];
      });
      expect((await confirm(token)).body.code).toBe('invalid_token');
      expect((await confirm(letters.find((letter) => letter.token !== token)!.token)).status).toBe(201);
      expect((await lettersTo(app, body.email)).map(({ template }) => template)).not.toContain('reset_password');
    });
  });

  describe('when somebody else was quicker', () => {
    it.each(['created', 'renamed'])(
      'a name that an administrator has %s is a conflict, and nothing is made',
      async (how) => {
        const admin = await app.admin();
        const body = bodyFor();
        const { token } = await letterOf(body);
        const other = {
          username: how === 'created' ? body.username : uniqueName(),
          email: `${uniqueName()}@example.org`,
        };
        const { body: made } = await app.post('/users', other, admin.access_token);
        if (how === 'renamed') {
          const { status } = await app.patch(`/users/${made.id}`, { username: body.username }, admin.access_token);
          expect(status).toBe(200);
        }
        const answer = await confirm(token);
        expect([answer.status, answer.body.code]).toEqual([409, 'username_taken']);
        expect(await usersWith(body.email)).toEqual([]);
        expect(await pendingOf(body.email)).toHaveLength(1);
      },
    );

    it('an address that has an account by now is a conflict, said to its owner only', async () => {
      const email = `${uniqueName()}@example.org`;
      const [first, second] = [bodyFor(uniqueName(), email), bodyFor(uniqueName(), email)];
      const { token } = await letterOf(first);
      await register(second);
      const letters = await eventually(async () => {
        const all = await lettersTo(app, email);
        return all.length === 2 ? all : [];
      });
      expect((await confirm(token)).status).toBe(201);
      const answer = await confirm(letters.find((letter) => letter.token !== token)!.token);
      expect([answer.status, answer.body.code]).toEqual([409, 'email_taken']);
      expect(await usersWith(email)).toHaveLength(1);
    });

    it('one of ten who want the same name at once has it', async () => {
      const username = uniqueName();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => register(bodyFor(username, `${uniqueName()}@example.org`))),
      );
      expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
      expect(answers.filter(({ body }) => body.code === 'username_taken')).toHaveLength(9);
    });
  });
});

describe('letters of hidden registration', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ REGISTRATION_DISCLOSURE: 'hidden', RATE_LIMITS: 'on' });
  });
  afterAll(() => app.stop());

  it('bear ten guesses at the password of the registration each, from wherever they come', async () => {
    const body = { username: uniqueName(), email: `${uniqueName()}@example.org`, password: PASSWORD };
    await app.post('/auth/register', body);
    const { token } = await letterTo(app, body.email, 'confirm_registration');
    const guess = (password: string) => app.post('/auth/register/confirm', { token, password });
    const guesses = [];
    for (let i = 0; i < 10; i += 1) {
      guesses.push((await guess(`guess number ${i} of ten`)).body.code);
      // Not the limit for the address of the caller, which is another one.
      await app.sql(
        `DELETE FROM rate_limits WHERE key NOT IN (SELECT key FROM rate_limits WHERE expires_at > now() + interval '2 hours')`,
      );
    }
    expect(new Set(guesses)).toEqual(new Set(['invalid_credentials']));
    const refused = await guess(PASSWORD);
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // The owner of the address has a way that needs no password.
    expect((await app.post('/auth/register/confirm', { token })).status).toBe(201);
  });

  it('are three an hour for an address, whatever its spelling; names that are taken do not count', async () => {
    const address = `${uniqueName()}@example.org`;
    const register = (username = uniqueName(), email = address) =>
      app.post('/auth/register', { username, email, password: PASSWORD });
    for (let i = 0; i < 4; i += 1) expect((await register('admin')).body.code).toBe('username_taken');
    const answers = [await register(), await register(), await register(uniqueName(), address.toUpperCase())];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const refused = await register();
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await register(uniqueName(), `${uniqueName()}@example.org`)).status).toBe(202);
    await eventually(async () => ((await lettersTo(app, address)).length === 3 ? [true] : []));
  });
});

describe('REGISTRATION_DISCLOSURE unset', () => {
  it('is hidden with a mail server', async () => {
    const app = await TestApp.start({ SMTP_HOST: '127.0.0.1', SMTP_PORT: '9' });
    const username = uniqueName();
    const body = { username, email: `${username}@example.org`, password: PASSWORD };
    expect((await app.post('/auth/register', body)).status).toBe(202);
    await app.stop();
  });
});

async function eventually<T>(ask: () => Promise<T[]>): Promise<T[]> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const found = await ask();
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It never came to that');
}

/** All that the asker can compare. */
function visible({ status, headers, body }: Answer<Json>) {
  const { instance: _, ...rest } = body;
  return { status, headers: [...headers].filter(([name]) => !CHANGING.includes(name)), body: rest };
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await call();
  return performance.now() - begin;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
