import { createClient } from '@gatehouse/client';
import { Profile } from '../../packages/client/test/support/profile.js';
import { ADMIN, PASSWORD, TestApp, uniqueName } from '../support/app.js';
import { letterTo } from '../support/mailbox.js';

describe('@gatehouse/client against the service', () => {
  let app: TestApp;
  let profile: Profile;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(() => {
    profile = new Profile(app.origin, app.config.publicUrl);
  });
  afterEach(() => profile.close());

  const newcomer = () => {
    const username = uniqueName();
    return { username, email: `${username}@example.org`, password: PASSWORD };
  };

  it('the life of an account in a browser', async () => {
    const { client } = profile.open();
    const { username, email, password } = newcomer();
    expect(await client.ready()).toMatchObject({ status: 'signed-out', reason: 'none' });
    expect(await client.register({ username, email, password })).toMatchObject({ username, is_verified: false });
    expect(await client.login({ username: email, password })).toMatchObject({ username });
    expect(profile.cookies.has('gatehouse_refresh')).toBe(true);

    await client.email.requestVerification();
    const { token } = await letterTo(app, email, 'verify_email');
    expect(await client.email.confirmVerification({ token })).toHaveProperty('message');
    expect(await client.changeMe({ full_name: 'Ada' })).toMatchObject({ full_name: 'Ada' });
    expect(client.user?.full_name).toBe('Ada');
    expect((await client.activity({ limit: 1 })).items).toHaveLength(1);

    const other = profile.open();
    await other.client.ready();
    expect(other.client.user?.username).toBe(username);
    expect(await client.sessions.list()).toHaveLength(1);
    await expect(client.users.list()).rejects.toMatchObject({ code: 'insufficient_permission', status: 403 });
    expect(await client.deleteAccount({ current_password: password })).toHaveProperty('deletes_at');
    await expect.poll(() => other.client.state.status).toBe('signed-out');
  });

  it('refreshes, forgives a lost answer, and ends by a stolen cookie', async () => {
    const tab = profile.open();
    const { username, email, password } = newcomer();
    await tab.client.register({ username, email, password });
    await tab.client.login({ username, password });
    const stolen = profile.refreshToken!;
    let lost = 0;
    tab.losesAnswer = (url) => url.endsWith('/auth/refresh') && (lost += 1) === 1;
    for (let round = 0; round < 2; round += 1) {
      tab.passed += 901_000;
      expect(await tab.client.me()).toMatchObject({ username });
    }
    expect(lost).toBe(3);
    profile.cookies.set('gatehouse_refresh', stolen);
    tab.passed += 901_000;
    await expect(tab.client.getAccessToken()).rejects.toMatchObject({ code: 'refresh_token_reused' });
    expect(tab.client.state).toMatchObject({ status: 'signed-out', reason: 'reused' });
  });

  it('errors have their codes and faults', async () => {
    const { client } = profile.open();
    const { username, email } = newcomer();
    const weak = client.register({ username, email, password: 'Password1234!' });
    await expect(weak).rejects.toMatchObject({ code: 'weak_password', errors: [{ pointer: '/password' }] });
    const wrong = client.login({ username, password: PASSWORD });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_credentials', requestId: expect.any(String) });
    expect(client.state.status).not.toBe('signed-in');
  });

  it('body mode: a session outlives the process, a logout ends it', async () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    };
    const open = () => createClient({ baseUrl: app.origin, transport: 'body', storage });
    const { username, email, password } = newcomer();
    await open().register({ username, email, password });
    await open().login({ username, password });
    const next = open();
    expect(await next.ready()).toMatchObject({ status: 'signed-in', reason: 'restored', user: { username } });
    const token = await next.getAccessToken();
    await next.logout();
    expect((await app.get('/auth/me', token)).status).toBe(401);
    expect((await open().ready()).status).toBe('signed-out');
  });

  it('pages of a list', async () => {
    const admin = createClient({ baseUrl: app.origin, transport: 'body' });
    await admin.login({ username: ADMIN.username, password: ADMIN.password });
    for (let count = 0; count < 2; count += 1) await app.register();
    const first = await admin.users.list({ limit: 2, sort: 'created_at' });
    expect([first.items.length, first.total! > 2]).toEqual([2, true]);
    const second = await admin.users.list({ limit: 2, sort: 'created_at', cursor: first.next });
    expect(second.items[0]!.id).not.toBe(first.items[0]!.id);
  });
});
