import { PASSWORD, type Person, TestApp, type Tokens } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';

describe('RFC 6749, the OAuth 2.0 authorization framework', () => {
  let app: TestApp;
  let person: Person & Tokens;

  beforeAll(async () => {
    app = await TestApp.start();
    person = await app.newcomer();
  });
  afterAll(() => app.stop());

  const token = (form: Record<string, string> | [string, string][], headers?: Record<string, string>) =>
    app.call('POST', '/auth/token', { form, headers });
  const byPassword = () => ({ grant_type: 'password', username: person.username, password: PASSWORD });
  const basic = (credentials: string) => ({ authorization: `Basic ${Buffer.from(credentials).toString('base64')}` });

  function expectError({ status, headers, body }: Answer<Json>, error: string, expected = 400): void {
    expect(status).toBe(expected);
    expect(body.error).toBe(error);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  }

  describe('§2.3.1 client password', () => {
    it('MUST support Basic: the name of the first-party client, which has no password', async () => {
      expect((await token(byPassword(), basic('gatehouse:'))).status).toBe(200);
    });

    it('MUST NOT use more than one authentication method: two that disagree are refused', async () => {
      expectError(await token({ ...byPassword(), client_id: 'other' }, basic('gatehouse:')), 'invalid_client', 401);
    });
  });

  describe('§3.2 token endpoint', () => {
    it.each(['GET', 'PUT', 'DELETE'])('the client MUST use POST: there is no %s', async (method) => {
      expect((await app.call(method, '/auth/token')).status).toBe(404);
    });

    it.each(['grant_type', 'username', 'password', 'client_id'])(
      'parameters MUST NOT be repeated: %s',
      async (name) => {
        const twice: [string, string][] = [...Object.entries(byPassword()), ['client_id', 'gatehouse'], [name, 'x']];
        expectError(await token(twice), 'invalid_request');
      },
    );

    it('parameters without a value MUST be treated as if omitted', async () => {
      expect((await token({ ...byPassword(), client_id: '', client_secret: '', scope: '' })).status).toBe(200);
      expectError(await token({ ...byPassword(), password: '' }), 'invalid_request');
    });

    it.each(['resource', 'nonce', 'is_admin', 'toString'])(
      'unrecognized request parameters MUST be ignored: %s',
      async (name) => {
        const form: [string, string][] = [...Object.entries(byPassword()), [name, 'x']];
        expect((await token(form)).status).toBe(200);
      },
    );

    it('reads application/x-www-form-urlencoded only', async () => {
      expectError(await app.call('POST', '/auth/token', { json: byPassword() }), 'invalid_request');
    });
  });

  describe('§4.3.2 password', () => {
    it.each(['username', 'password'])('%s is REQUIRED', async (name) => {
      const form: Record<string, string> = byPassword();
      delete form[name];
      expectError(await token(form), 'invalid_request');
    });

    it('MUST validate the password', async () => {
      expectError(await token({ ...byPassword(), password: 'wrong' }), 'invalid_grant');
    });

    it('MUST protect against brute force: the limit is the one of every door', async () => {
      const limited = await app.restart({ RATE_LIMITS: 'on', LOGIN_RATE_LIMIT: '2' });
      app = limited;
      const answers = [];
      for (let i = 0; i < 3; i++) answers.push(await token({ ...byPassword(), password: 'wrong' }));
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 429]);
      expect(answers[2]!.headers.get('retry-after')).toMatch(/^\d+$/);
      app = await limited.restart();
    });
  });

  describe('§5.1 successful response', () => {
    it('has access_token, token_type and expires_in', async () => {
      const { status, body, headers } = await token(byPassword());
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(body).toMatchObject({ access_token: expect.any(String), expires_in: 900 });
      expect(body.token_type.toLowerCase()).toBe('bearer');
    });

    it('MUST include Cache-Control: no-store', async () => {
      expect((await token(byPassword())).headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('§5.2 error response', () => {
    it.each<[string, Record<string, string>, number]>([
      ['invalid_request', {}, 400],
      ['unsupported_grant_type', { grant_type: 'authorization_code' }, 400],
      ['unsupported_grant_type', { grant_type: 'PASSWORD' }, 400],
      ['invalid_grant', { grant_type: 'refresh_token', refresh_token: 'unknown' }, 400],
      ['invalid_client', { grant_type: 'password', client_id: 'nobody', username: 'a', password: 'b' }, 401],
    ])('%s', async (error, form, status) => expectError(await token(form), error, status));

    it('MUST challenge who tried Basic with status 401', async () => {
      const answer = await token(byPassword(), basic('nobody:wrong'));
      expectError(answer, 'invalid_client', 401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    });

    it('error_description MUST be printable ASCII without quotation mark and backslash', async () => {
      const forms: Record<string, string>[] = [
        {},
        { grant_type: '"\\ä💥' },
        { grant_type: 'refresh_token', refresh_token: '"\\' },
      ];
      for (const form of forms) {
        const { body } = await token(form);
        expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/);
      }
    });
  });

  describe('§6 refreshing', () => {
    it('refresh_token is REQUIRED', async () => {
      expectError(await token({ grant_type: 'refresh_token' }), 'invalid_request');
    });

    it('MUST validate the token, and gives a new pair', async () => {
      const { refresh_token } = await app.signIn(person);
      const { status, body } = await token({ grant_type: 'refresh_token', refresh_token });
      expect(status).toBe(200);
      expect(body.refresh_token).not.toBe(refresh_token);
      expect((await app.get('/auth/me', body.access_token)).status).toBe(200);
    });
  });

  it('§10.3: tokens MUST NOT be guessable: 128 bits and more', async () => {
    const { refresh_token, access_token } = await app.signIn(person);
    expect(Buffer.from(refresh_token.slice(4), 'base64url').length).toBeGreaterThan(32);
    expect(Buffer.from(access_token.split('.')[2]!, 'base64url')).toHaveLength(64);
  });
});
