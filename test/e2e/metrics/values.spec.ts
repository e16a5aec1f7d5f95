import { SECURITY_EVENT_TYPES } from '#common/events/security-events.js';
import { MetricsServer } from '#metrics/metrics.server.js';
import { TestApp } from '../../support/app.js';
import { Scrape } from '../../support/metrics.js';

const REQUESTS = 'gatehouse_http_request_seconds_count';
const SIGN_INS = 'gatehouse_sign_ins_total';
const REFRESHES = 'gatehouse_refreshes_total';

describe('the values of the metrics', () => {
  let app: TestApp;

  const scrape = () => Scrape.of(app.nest.get(MetricsServer).address!.port);
  const refresh = (token: string) => app.post('/auth/refresh', { refresh_token: token });

  /** By how much something has grown while `act` was done. */
  async function growth(act: () => Promise<unknown>) {
    const before = await scrape();
    await act();
    const after = await scrape();
    return (name: string, labels?: Record<string, string>) =>
      (after.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);
  }

  beforeAll(async () => {
    app = await TestApp.start({ METRICS_PORT: '0', PASSWORD_HASH_CONCURRENCY: '1', PASSWORD_HASH_QUEUE: '1' });
  });
  afterAll(() => app.stop());

  it('count and time requests by method, route and status', async () => {
    const { id } = await app.register();
    const admin = await app.admin();
    const grown = await growth(async () => {
      await app.get('/auth/me', admin.access_token);
      await app.get('/auth/me?token=to-be-kept');
      await app.get(`/users/${id}`, admin.access_token);
    });
    expect(grown(REQUESTS, { method: 'GET', route: '/api/v1/auth/me', status: '200' })).toBe(1);
    expect(grown(REQUESTS, { method: 'GET', route: '/api/v1/auth/me', status: '401' })).toBe(1);
    expect(grown(REQUESTS, { method: 'GET', route: '/api/v1/users/:id', status: '200' })).toBe(1);
    expect(grown('gatehouse_http_request_seconds_sum', { route: '/api/v1/auth/me' })).toBeGreaterThan(0);
  });

  it('know one route for all that there is none of, and take nothing over from an address', async () => {
    const odd = ['//nowhere/ada@example.org', '//api/v1/auth/nowhere?token=to-be-kept', '//%zz', '//health/live/x'];
    const grown = await growth(async () => {
      for (const path of odd) await app.get(path);
      await app.call('PROPFIND', '//health');
    });
    expect(grown(REQUESTS, { route: 'none' })).toBeGreaterThanOrEqual(4);
    const after = await scrape();
    expect(after.text).not.toMatch(/to-be-kept|@example\.org|nowhere/);
    expect(after.valuesOf('route').filter((route) => !/^(none|\*|\/[\w./:*-]*)$/.test(route))).toEqual([]);
  });

  it('count sign-ins by what came of them, and each security event', async () => {
    const person = await app.register();
    const admin = await app.admin();
    const grown = await growth(async () => {
      await app.signIn(person);
      await app.post('/auth/login', { username: person.username, password: 'not the password' });
      await app.post('/auth/login', { username: 'nobody.at.all', password: 'not the password' });
      expect((await app.patch(`/users/${person.id}`, { is_active: false }, admin.access_token)).status).toBe(200);
      expect((await app.post('/auth/login', named(person))).status).toBe(403);
    });
    const counted = ['succeeded', 'failed', 'disabled'].map((outcome) =>
      grown(SIGN_INS, { method: 'password', outcome }),
    );
    expect(counted).toEqual([1, 2, 1]);
    expect(grown('gatehouse_security_events_total', { type: 'sign_in.failed' })).toBe(3);
    expect(grown('gatehouse_security_events_total', { type: 'user.deactivated' })).toBe(1);
  });

  it('tell a rotation from an answer that is repeated, a replay and a refusal', async () => {
    const first = (await app.newcomer()).refresh_token;
    const grown = await growth(async () => {
      const second = (await refresh(first)).body.refresh_token as string;
      expect((await refresh(first)).status).toBe(200);
      expect((await refresh(first)).status).toBe(200);
      await refresh(second);
      expect((await refresh(first)).body.code).toBe('refresh_token_reused');
      expect((await refresh(second)).status).toBe(401);
      expect((await refresh('ghr_none')).status).toBe(401);
    });
    const counted = ['rotated', 'grace', 'reused', 'refused'].map((outcome) => grown(REFRESHES, { outcome }));
    expect(counted).toEqual([2, 2, 1, 2]);
    expect(grown('gatehouse_revocation_index_entries')).toBe(1);
  });

  it('count one rotation where the same token comes from many tabs at once', async () => {
    const { refresh_token } = await app.newcomer();
    const grown = await growth(() => Promise.all(Array.from({ length: 8 }, () => refresh(refresh_token))));
    expect([grown(REFRESHES, { outcome: 'rotated' }), grown(REFRESHES, { outcome: 'grace' })]).toEqual([1, 7]);
  });

  it('show the queue of password hashes: computed, waited for, refused', async () => {
    const login = () => app.post('/auth/login', { username: 'nobody', password: 'not the password' });
    const grown = await growth(async () => {
      const statuses = (await Promise.all(Array.from({ length: 8 }, login))).map(({ status }) => status);
      expect(statuses).toContain(503);
    });
    const [hashed, refused] = [
      grown('gatehouse_password_hash_seconds_count'),
      grown('gatehouse_password_hash_rejected_total', { reason: 'full' }),
    ];
    expect(hashed + refused).toBe(8);
    expect(refused).toBeGreaterThan(0);
    expect(grown('gatehouse_password_hash_wait_seconds_count')).toBe(hashed);
    expect(grown('gatehouse_password_hash_wait_seconds_sum')).toBeGreaterThan(0);
    expect((await scrape()).value('gatehouse_password_hash_queue_length')).toBe(0);
  });

  it('tell nothing in their labels but what the code knows', async () => {
    const { username, email } = await app.newcomer();
    const all = await scrape();
    expect(all.text).not.toContain(username);
    expect(all.text).not.toContain(email);
    expect(all.valuesOf('type').filter((type) => /\./.test(type))).toEqual(SECURITY_EVENT_TYPES.toSorted());
    expect(all.valuesOf('version')).toContain('0.1.0');
    expect(all.value('gatehouse_bell_heard')).toBe(1);
    expect(all.value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

const named = ({ username, password }: { username: string; password: string }) => ({ username, password });
