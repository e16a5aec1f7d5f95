import { PASSWORD, TestApp, uniqueName } from '../../support/app.js';

describe('Idempotency-Key', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const someone = () => {
    const username = uniqueName();
    return { username, email: `${username}@example.org`, password: PASSWORD };
  };
  const register = (json: object, key: string) =>
    app.call('POST', '/auth/register', { json, headers: { 'idempotency-key': key } });
  const countOf = async (username: string) =>
    (await app.sql<{ n: string }>('SELECT count(*) AS n FROM users WHERE username = $1', [username]))[0]!.n;

  it('gives the first answer again to the same key with the same body', async () => {
    const body = someone();
    const first = await register(body, `key-${body.username}`);
    const again = await register(body, `key-${body.username}`);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await countOf(body.username)).toBe('1');
  });

  it('refuses the same key with another body', async () => {
    const admin = await app.admin();
    const create = (json: object, key: string) =>
      app.call('POST', '/users', { json, token: admin.access_token, headers: { 'idempotency-key': key } });
    const body = someone();
    expect((await create(body, `key-${body.username}`)).status).toBe(201);
    const other = await create(someone(), `key-${body.username}`);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('of somebody who is not signed in is nobody else’s: with another body it is another request', async () => {
    const [one, other] = [someone(), someone()];
    expect((await register(one, 'order-1')).status).toBe(201);
    const second = await register(other, 'order-1');
    expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, null]);
    // And what it says about a body that differs in the password is what it says without a key.
    const guess = { ...one, password: 'not the one that was chosen' };
    const { instance: _1, ...withKey } = (await register(guess, 'order-1')).body;
    const { instance: _2, ...without } = (await app.post('/auth/register', guess)).body;
    expect(withKey).toEqual(without);
  });

  it('serves one of 20 parallel requests and none twice', async () => {
    const body = someone();
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(body, `key-${body.username}`)));
    for (const { status, body: answer } of answers) {
      if (status === 409) expect(answer.code).toBe('idempotency_key_in_use');
      else expect(status).toBe(201);
    }
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
    expect(await countOf(body.username)).toBe('1');
  });

  it('does not keep a refusal, so that the request may be mended', async () => {
    const body = someone();
    expect((await register({ ...body, password: 'short' }, `key-${body.username}`)).status).toBe(422);
    expect((await register(body, `key-${body.username}`)).status).toBe(201);
  });

  it.each([
    ['an empty one', ''],
    ['one that is too long', 'k'.repeat(256)],
    ['one with blanks', 'a key'],
  ])('refuses %s', async (_, key) => {
    const { status, body } = await register(someone(), key);
    expect([status, body.code]).toEqual([400, 'invalid_idempotency_key']);
  });

  it('stores neither the password nor a bare digest of the body', async () => {
    const body = someone();
    await register(body, `key-${body.username}`);
    const rows = await app.sql<{ body: unknown }>('SELECT body FROM idempotency_keys WHERE body IS NOT NULL');
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });
});
