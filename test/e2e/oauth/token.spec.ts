import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import type { Answer } from '../../support/http.js';
import { claimsOf } from '../../support/jwt.js';

type Fields = Record<string, string> | [string, string][];

describe('POST /auth/token', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const token = (form: Fields, headers?: Record<string, string>) => app.call('POST', '/auth/token', { form, headers });
  const byPassword = (username: string, password = PASSWORD) => ({ grant_type: 'password', username, password });
  const byRefresh = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });
  const basic = (id: string, secret = '') => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });

  /** RFC 6749 §5.2 */
  function expectError(answer: Answer<unknown>, status: number, error: string): void {
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
    });
  }

  describe('grant_type=password', () => {
    it('answers as RFC 6749 §5.1 says, with tokens that work', async () => {
      const { username, id } = await app.register();
      const { status, body, headers } = await token(byPassword(username));
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toEqual({
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 900,
      });
      expect((await app.get('/auth/me', body.access_token)).body.id).toBe(id);
      expect((await app.post('/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(200);
    });

    it('knows the e-mail address, in other case and with blanks around', async () => {
      const { email, id } = await app.register();
      const { body } = await token(byPassword(` ${email.toUpperCase()} `));
      expect(claimsOf(body.access_token).sub).toBe(id);
    });

    it('notes the sign-in and begins a session', async () => {
      const { username } = await app.register();
      const { body } = await token(byPassword(username));
      expect((await app.get('/auth/me', body.access_token)).body.last_login_at).toEqual(expect.any(String));
      expect((await app.get('/auth/sessions', body.access_token)).body).toHaveLength(1);
    });

    it.each([
      ['a wrong password', (name: string) => byPassword(name, 'not the password')],
      ['an unknown name', () => byPassword(uniqueName())],
    ])('refuses %s as invalid_grant, in the same words', async (_, form) => {
      const { username } = await app.register();
      const answer = await token(form(username));
      expectError(answer, 400, 'invalid_grant');
      expect(answer.body.error_description).toBe('Wrong name or password');
    });

    it('refuses a disabled account as invalid_grant', async () => {
      const { username, id } = await app.register();
      await app.sql('UPDATE users SET is_active = false WHERE id = $1', [id]);
      expectError(await token(byPassword(username)), 400, 'invalid_grant');
    });
  });

  describe('grant_type=refresh_token', () => {
    it('trades a token of any door for the next pair', async () => {
      const person = await app.newcomer();
      const { status, body, headers } = await token(byRefresh(person.refresh_token));
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(claimsOf(body.access_token).sid).toBe(claimsOf(person.access_token).sid);
      expect((await app.post('/auth/refresh', { refresh_token: body.refresh_token })).status).toBe(200);
    });

    it('refuses a token that is older than the one before, and ends the session', async () => {
      const person = await app.newcomer();
      const { body: second } = await token(byRefresh(person.refresh_token));
      const { body: third } = await token(byRefresh(second.refresh_token));
      expectError(await token(byRefresh(person.refresh_token)), 400, 'invalid_grant');
      expectError(await token(byRefresh(third.refresh_token)), 400, 'invalid_grant');
      expect((await app.get('/auth/me', third.access_token)).status).toBe(401);
    });

    it.each(['x', `ghr_${'A'.repeat(70)}`, 'a.b.c'])('refuses %j as invalid_grant', async (refresh_token) => {
      expectError(await token(byRefresh(refresh_token)), 400, 'invalid_grant');
    });
  });

  describe('clients', () => {
    it.each<[string, Record<string, string>, Record<string, string>]>([
      ['none', {}, {}],
      ['an empty one, as Swagger UI sends it', { client_id: '', client_secret: '' }, basic('')],
      ['its own by client_id', { client_id: 'gatehouse' }, {}],
      ['its own by Basic', {}, basic('gatehouse')],
      ['its own by both', { client_id: 'gatehouse' }, basic('gatehouse')],
      ['its own, the scheme in other case', {}, { authorization: basic('gatehouse').authorization.replace('B', 'b') }],
    ])('takes %s for the first-party client', async (_, fields, headers) => {
      const { username } = await app.register();
      const { status, body } = await token({ ...byPassword(username), ...fields }, headers);
      expect(status).toBe(200);
      expect(claimsOf(body.access_token).client_id).toBe('gatehouse');
    });

    it.each<[string, Record<string, string>, Record<string, string>]>([
      ['an unknown client_id', { client_id: 'somebody' }, {}],
      ['an unknown client by Basic', {}, basic('somebody', 'secret')],
      ['a secret, which the first-party client has not', { client_id: 'gatehouse', client_secret: 'x' }, {}],
      ['a secret by Basic', {}, basic('gatehouse', 'x')],
      ['two that disagree', { client_id: 'other' }, basic('gatehouse')],
      ['another scheme', {}, { authorization: 'Bearer abc' }],
      ['a Basic that is no base64', {}, { authorization: 'Basic !!!' }],
    ])('refuses %s as invalid_client', async (_, fields, headers) => {
      const { username, id } = await app.register();
      const answer = await token({ ...byPassword(username), ...fields }, headers);
      expectError(answer, 401, 'invalid_client');
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1', [id])).toEqual([]);
    });
  });

  describe('requests', () => {
    it.each(['authorization_code', 'implicit', 'PASSWORD', 'constructor'])(
      'refuses grant_type=%j as unsupported_grant_type',
      async (grant_type) => {
        const { username } = await app.register();
        expectError(await token({ ...byPassword(username), grant_type }), 400, 'unsupported_grant_type');
      },
    );

    it.each<[string, Fields]>([
      ['nothing', {}],
      ['no grant_type', { username: 'ada', password: PASSWORD }],
      ['an empty grant_type', { ...byPassword('ada'), grant_type: '' }],
      ['no username', { grant_type: 'password', password: PASSWORD }],
      ['no password', { grant_type: 'password', username: 'ada' }],
      ['an empty password', byPassword('ada', '')],
      ['no refresh_token', { grant_type: 'refresh_token' }],
      ['an empty refresh_token', byRefresh('')],
      ['a NUL', byPassword('ada\u0000')],
    ])('refuses %s as invalid_request', async (_, form) => {
      expectError(await token(form), 400, 'invalid_request');
    });

    it.each(['grant_type', 'username', 'password', 'scope', 'client_id'])(
      'refuses %s sent twice (§3.2)',
      async (name) => {
        const { username } = await app.register();
        const once: [string, string][] = Object.entries({ ...byPassword(username), scope: '', client_id: 'gatehouse' });
        const again = once.filter(([key]) => key === name);
        expectError(await token([...once, ...again]), 400, 'invalid_request');
      },
    );

    it('refuses refresh_token sent twice', async () => {
      const { refresh_token } = await app.newcomer();
      const once: [string, string][] = Object.entries(byRefresh(refresh_token));
      expectError(await token([...once, ['refresh_token', refresh_token]]), 400, 'invalid_request');
      expect((await token(byRefresh(refresh_token))).status).toBe(200);
    });

    it('does not read JSON', async () => {
      const { username, id } = await app.register();
      expectError(await app.post('/auth/token', byPassword(username)), 400, 'invalid_request');
      expect(await app.sql('SELECT id FROM sessions WHERE user_id = $1', [id])).toEqual([]);
    });

    it('takes nothing from the address', async () => {
      const { username } = await app.register();
      const search = new URLSearchParams(byPassword(username)).toString();
      const answer = await app.call('POST', `/auth/token?${search}`, { form: { scope: '' } });
      expectError(answer, 400, 'invalid_request');
    });

    it('is POST only', async () => {
      expect([404, 405]).toContain((await app.get('/auth/token')).status);
    });
  });
});

describe('POST /auth/token with PASSWORD_GRANT=off', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ PASSWORD_GRANT: 'off' });
  });
  afterAll(() => app.stop());

  it('refuses passwords, right or wrong, and still refreshes', async () => {
    const { username, refresh_token } = await app.newcomer();
    for (const password of [PASSWORD, 'not the password']) {
      const answer = await app.call('POST', '/auth/token', { form: { grant_type: 'password', username, password } });
      expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
    }
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await app.call('POST', '/auth/token', { form })).status).toBe(200);
  });

  it('leaves the form door open, which Swagger UI needs', async () => {
    const { username } = await app.register();
    const form = { grant_type: 'password', username, password: PASSWORD };
    expect((await app.call('POST', '/auth/login/form', { form })).status).toBe(200);
  });
});
