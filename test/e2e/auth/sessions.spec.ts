import { uuidv7 } from '#common/crypto/uuid.js';
import { PASSWORD, type Person, TestApp, type Tokens } from '../../support/app.js';
import { claimsOf } from '../../support/jwt.js';

interface SeenSession {
  readonly id: string;
  readonly current: boolean;
  readonly user_agent: string | null;
}

describe('/auth/sessions', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const list = async (token: string) => (await app.get<SeenSession[]>('/auth/sessions', token)).body;
  const isAlive = async ({ access_token }: Tokens) => (await app.get('/auth/me', access_token)).status === 200;
  const refresh = (refresh_token: string) => app.post('/auth/refresh', { refresh_token });
  const sid = ({ access_token }: Tokens) => claimsOf(access_token).sid;

  async function onThreeDevices(): Promise<[Person & Tokens, Tokens, Tokens]> {
    const person = await app.newcomer();
    return [person, await app.signIn(person), await app.signIn(person)];
  }

  async function expectDead(tokens: Tokens): Promise<void> {
    expect(await isAlive(tokens)).toBe(false);
    expect((await refresh(tokens.refresh_token)).body.code).toBe('invalid_refresh_token');
  }

  it('lists the devices, the one that asks among them, and no secret', async () => {
    const person = await app.register();
    const { body: phone } = await app.call<Tokens>('POST', '/auth/login', {
      json: { username: person.username, password: PASSWORD },
      headers: { 'user-agent': 'Phone/1.0' },
    });
    const laptop = await app.signIn(person);

    const { status, body } = await app.get('/auth/sessions', phone.access_token);
    expect(status).toBe(200);
    expect(body).toHaveLength(2);
    expect(body.find(({ id }: SeenSession) => id === sid(phone))).toEqual({
      id: sid(phone),
      created_at: expect.any(String),
      last_used_at: expect.any(String),
      ip: '127.0.0.1',
      user_agent: 'Phone/1.0',
      current: true,
    });
    expect(body.find(({ id }: SeenSession) => id === sid(laptop)).current).toBe(false);
  });

  it('lists nobody else', async () => {
    const [one, other] = [await app.newcomer(), await app.newcomer()];
    expect((await list(one.access_token)).map(({ id }) => id)).toEqual([sid(one)]);
    expect((await list(other.access_token)).map(({ id }) => id)).toEqual([sid(other)]);
  });

  it('shows the last use, the latest first', async () => {
    const [first, second, third] = await onThreeDevices();
    await app.sql(`UPDATE sessions SET last_used_at = last_used_at - interval '1 hour' WHERE user_id = $1`, [first.id]);
    await refresh(second.refresh_token);
    expect((await list(third.access_token))[0]!.id).toBe(sid(second));
  });

  it.each([
    ['not used for too long', `last_used_at = now() - interval '7 days 1 second'`],
    ['over their hard end', `expires_at = now() - interval '1 second'`],
  ])('leaves out sessions %s', async (_, change) => {
    const [first, second] = await onThreeDevices();
    await app.sql(`UPDATE sessions SET ${change} WHERE id = $1`, [sid(second)]);
    expect((await list(first.access_token)).map(({ id }) => id)).not.toContain(sid(second));
  });

  it('keeps an endless user agent within bounds', async () => {
    const { username } = await app.register();
    const { body } = await app.call<Tokens>('POST', '/auth/login', {
      json: { username, password: PASSWORD },
      headers: { 'user-agent': 'x'.repeat(5000) },
    });
    expect((await list(body.access_token))[0]!.user_agent).toHaveLength(512);
  });

  it('ends one of them, and only that', async () => {
    const [first, second, third] = await onThreeDevices();
    const { status, text } = await app.delete(`/auth/sessions/${sid(second)}`, first.access_token);
    expect([status, text]).toEqual([204, '']);
    await expectDead(second);
    expect([await isAlive(first), await isAlive(third)]).toEqual([true, true]);
    expect((await list(first.access_token)).map(({ id }) => id)).not.toContain(sid(second));
  });

  it('ends the one that asks', async () => {
    const person = await app.newcomer();
    expect((await app.delete(`/auth/sessions/${sid(person)}`, person.access_token)).status).toBe(204);
    await expectDead(person);
  });

  it('knows no session of somebody else', async () => {
    const [me, other] = [await app.newcomer(), await app.newcomer()];
    const foreign = await app.delete(`/auth/sessions/${sid(other)}`, me.access_token);
    const unknown = await app.delete(`/auth/sessions/${uuidv7()}`, me.access_token);
    expect(foreign.status).toBe(404);
    expect({ ...foreign.body, instance: '' }).toEqual({ ...unknown.body, instance: '' });
    expect(foreign.body.code).toBe('session_not_found');
    expect(await isAlive(other)).toBe(true);
  });

  it('knows no session of somebody else for an administrator either', async () => {
    const [admin, other] = [await app.admin(), await app.newcomer()];
    expect((await app.delete(`/auth/sessions/${sid(other)}`, admin.access_token)).status).toBe(404);
    expect(await isAlive(other)).toBe(true);
  });

  it('cannot end one twice', async () => {
    const [first, second] = await onThreeDevices();
    await app.delete(`/auth/sessions/${sid(second)}`, first.access_token);
    expect((await app.delete(`/auth/sessions/${sid(second)}`, first.access_token)).status).toBe(404);
  });

  it.each(['1', 'me', '00000000-0000-0000-0000-00000000000g', "' OR 1=1"])('refuses the id %j', async (id) => {
    const { access_token } = await app.newcomer();
    const { status, body } = await app.delete(`/auth/sessions/${encodeURIComponent(id)}`, access_token);
    expect(status).toBe(422);
    expect(body.errors[0]).toMatchObject({ pointer: '/id', code: 'is_uuid' });
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
  });

  it.each(['', '?include_current=false'])('ends all but the one that asks (%j)', async (query) => {
    const [first, second, third] = await onThreeDevices();
    const stranger = await app.newcomer();
    expect((await app.delete(`/auth/sessions${query}`, second.access_token)).status).toBe(204);
    await expectDead(first);
    await expectDead(third);
    expect([await isAlive(second), await isAlive(stranger)]).toEqual([true, true]);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it('ends all of them with ?include_current=true', async () => {
    const devices = await onThreeDevices();
    expect((await app.delete('/auth/sessions?include_current=true', devices[1].access_token)).status).toBe(204);
    for (const device of devices) await expectDead(device);
  });

  it.each(['include_current=yes', 'include_current=', 'all=true'])('ends none with ?%s', async (query) => {
    const [first, second] = await onThreeDevices();
    const { status, body } = await app.delete(`/auth/sessions?${query}`, first.access_token);
    expect(status).toBe(422);
    expect(body.code).toBe('invalid_input');
    expect(await isAlive(second)).toBe(true);
  });

  it.each([
    ['GET', '/auth/sessions'],
    ['DELETE', '/auth/sessions'],
    ['DELETE', `/auth/sessions/${uuidv7()}`],
  ])('%s %s needs an access token', async (method, path) => {
    const { status, body } = await app.call(method, path);
    expect(status).toBe(401);
    expect(body.code).toBe('missing_access_token');
  });
});
