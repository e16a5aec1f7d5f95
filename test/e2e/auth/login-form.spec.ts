import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

describe('POST /auth/login/form', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const post = (form: Record<string, string> | [string, string][], headers?: Record<string, string>) =>
    app.call('POST', '/auth/login/form', { form, headers });

  it("signs in by the form that Swagger UI's Authorize dialog posts", async () => {
    const { username, id } = await app.register();
    const form = { grant_type: 'password', username, password: PASSWORD, scope: '', client_id: '', client_secret: '' };
    const { status, body, headers } = await post(form, { authorization: 'Basic Og==' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 900,
    });
    expect((await app.get('/auth/me', body.access_token)).body.id).toBe(id);
  });

  it('needs no more than name and password', async () => {
    const { email, id } = await app.register();
    const { status, body } = await post({ username: ` ${email.toUpperCase()} `, password: PASSWORD });
    expect(status).toBe(200);
    expect(claimsOf(body.access_token).sub).toBe(id);
  });

  it('grants what the roles permit, whatever scope is asked for', async () => {
    const { username } = await app.register();
    const { body } = await post({ username, password: PASSWORD, scope: 'users:read users:write admin' });
    expect(claimsOf(body.access_token).scope).toBe('');
    expect((await app.get('/users', body.access_token)).status).toBe(403);
  });

  it.each([
    ['a wrong password', (name: string) => name],
    ['an unknown name', uniqueName],
  ])('answers %s as /auth/login does', async (_, nameOf) => {
    const { username } = await app.register();
    const credentials = { username: nameOf(username), password: 'not the password' };
    const form = await post(credentials);
    const json = await app.post('/auth/login', credentials);
    expect(form.status).toBe(401);
    expect({ ...form.body, instance: '' }).toEqual({ ...json.body, instance: '' });
    expect(form.body.code).toBe('invalid_credentials');
  });

  it('tells of a disabled account only whoever has the right password', async () => {
    const { username, id } = await app.register();
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [id]);
    expect((await post({ username, password: 'not the password' })).body.code).toBe('invalid_credentials');
    expect((await post({ username, password: PASSWORD })).body.code).toBe('account_disabled');
  });

  it('does not read JSON', async () => {
    const { username } = await app.register();
    const { status, body } = await app.post('/auth/login/form', { username, password: PASSWORD });
    expect(status).toBe(415);
    expect(body.code).toBe('unsupported_media_type');
  });

  it.each<[string, [string, string][], string]>([
    ['another grant type', [['grant_type', 'client_credentials']], '/grant_type'],
    ['an unknown field', [['is_admin', 'true']], '/is_admin'],
    ['a second username', [['username', 'somebody']], '/username'],
    ['a second password', [['password', 'something']], '/password'],
  ])('refuses %s', async (_, more, pointer) => {
    const { username } = await app.register();
    const { status, body } = await post([['username', username], ['password', PASSWORD], ...more]);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
    expect(body.errors[0].pointer).toBe(pointer);
  });
});
