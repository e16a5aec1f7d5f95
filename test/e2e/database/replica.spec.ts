import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { examineReplica } from '#cli/doctor/examine-replica.js';
import { MetricsRegistry } from '#common/metrics.js';
import { ADMIN, TestApp, type Tokens } from '../../support/app.js';
import { uniqueName } from '../../support/names.js';
import { createDatabase, replicasCanBeMade, startPostgres, type TestPostgres } from '../../support/postgres.js';

const isHere = process.env['TEST_DATABASE'] === 'postgres' && replicasCanBeMade();
const MAX_LAG_SECONDS = 5;
const SOON_MS = 15_000;

/** A real standby: lists are asked of it, and nobody ever notices when it is not there, too old, or no standby. */
describe.runIf(isHere)('a streaming replica', () => {
  let primary: TestPostgres;
  let standby: TestPostgres;
  let app: TestApp;
  let reader: Tokens;

  beforeAll(async () => {
    primary = (await startPostgres({ own: true }))!;
    standby = (await startPostgres({ own: true, replicaOf: primary.url }))!;
    // As an operator would set it up: the service is no superuser.
    const { href: url } = Object.assign(new URL(await createDatabase(primary.url, 'gatehouse')), {
      username: 'ordinary',
    });
    await at(primary, 'CREATE ROLE ordinary LOGIN');
    await at(primary, 'ALTER DATABASE gatehouse OWNER TO ordinary');
    app = await TestApp.start({
      DATABASE_URL: url,
      SECRET_KEY: 'for tests only, and long enough to be one',
      DATABASE_REPLICA_URL: url.replace(new URL(primary.url).host, new URL(standby.url).host),
      DATABASE_REPLICA_MAX_LAG: String(MAX_LAG_SECONDS),
    });
    reader = await app.signIn(ADMIN);
  });
  afterAll(async () => {
    await app.stop();
    await standby.stop();
    await primary.stop();
  });

  // One that failed in the middle leaves it as it was; the last one makes it a primary, which replays nothing.
  afterEach(() => at(standby, 'SELECT pg_wal_replay_resume()').catch(() => undefined));

  const metric = async (name: string, outcome?: string): Promise<number> => {
    const all = await app.nest.get(MetricsRegistry).getMetricsAsJSON();
    const { values } = all.find((each) => each.name === name)!;
    return values.find(({ labels }) => outcome === undefined || labels['outcome'] === outcome)!.value;
  };
  const reads = (outcome: string) => metric('gatehouse_stale_reads_total', outcome);
  const lag = () => metric('gatehouse_replica_lag_seconds');

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + SOON_MS; Date.now() < deadline; await sleep(50)) if (await holds()) return;
    throw new Error(`not within ${SOON_MS} ms: ${what}`);
  }
  /** The replica is asked again, and nobody has just done something. */
  const settled = () =>
    until('the replica answers', async () => {
      const before = await reads('replica');
      await list();
      return (await reads('replica')) > before;
    });

  const list = (search = '') =>
    app.get<{ username: string }[]>(`/users?limit=100&sort=username${search}`, reader.access_token);
  const names = async () => (await list()).body.map(({ username }) => username);

  /** As a conflict with what is replayed would: whoever reads waits for it. */
  async function hang(): Promise<void> {
    const client = new Client({ connectionString: app.config.database.url! });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    // The lock itself is replayed; on the primary it is gone before anybody asks there.
    const locks = `SELECT count(*)::integer AS all FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted`;
    await until('the lock is replayed', async () => (await at<{ all: number }>(standby, locks)).all > 0);
    await at(standby, 'SELECT pg_wal_replay_pause()');
    await client.query('ROLLBACK');
    await client.end();
  }

  async function at<T>({ url }: TestPostgres, sql: string): Promise<T> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows[0] as T;
    } finally {
      await client.end();
    }
  }

  it('answers the lists of users and of events, and the same as the primary', async () => {
    for (let i = 0; i < 5; i += 1) await app.register();
    await settled();
    const [users, before] = [await list(), await reads('replica')];
    expect(users.body.length).toBe(Number(users.headers.get('x-total-count')));
    const events = await app.get('/audit/events?limit=2', reader.access_token);
    expect(events.status).toBe(200);
    expect(await reads('replica')).toBe(before + 1);
    const known = await app.sql<{ username: string }>('SELECT username FROM users ORDER BY username COLLATE "C"');
    expect(users.body.map(({ username }) => username)).toEqual(known.map(({ username }) => username));
  });

  it('is found good by the doctor', async () => {
    const [finding] = await examineReplica(app.config);
    expect(finding).toMatchObject({ check: 'replica', state: 'ok' });
    expect(finding!.message).toMatch(/^a standby of this database, at most \d\.\d s behind$/);
  });

  it('shows who has just changed something the primary', async () => {
    await settled();
    const before = await reads('primary');
    const created = await app.post(
      '/users',
      { username: uniqueName(), email: `${uniqueName()}@example.org`, password: 'seven quiet lanterns drift' },
      reader.access_token,
    );
    expect(created.status).toBe(201);
    expect(await names()).toContain((created.body as { username: string }).username);
    expect(await reads('primary')).toBe(before + 1);
  });

  it('may be behind, and is not asked any more when it is too far behind', async () => {
    await settled();
    await at(standby, 'SELECT pg_wal_replay_pause()');
    const { username } = await app.register();
    expect(await names()).not.toContain(username);

    await until('it is too old', async () => (await lag()) > MAX_LAG_SECONDS);
    expect(await names()).toContain(username);
    expect(await reads('fallback')).toBe(0);

    await at(standby, 'SELECT pg_wal_replay_resume()');
    await settled();
    expect(await names()).toContain(username);
  });

  it('is left out of pages that began with it, and none is missing or twice', async () => {
    await settled();
    const first = await app.get<{ username: string }[]>('/users?limit=3&sort=username', reader.access_token);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')![1]!;
    await at(standby, 'SELECT pg_wal_replay_pause()');
    await app.register({ username: `zz${uniqueName()}` });
    await until('it is too old', async () => (await lag()) > MAX_LAG_SECONDS);
    const { pathname, search } = new URL(next, 'http://gatehouse.test');
    const second = await app.get<{ username: string }[]>(
      `${pathname}${search}`.replace('/api/v1', ''),
      reader.access_token,
    );
    await at(standby, 'SELECT pg_wal_replay_resume()');
    const all = await app.sql<{ username: string }>('SELECT username FROM users ORDER BY username COLLATE "C" LIMIT 6');
    expect([...first.body, ...second.body].map(({ username }) => username)).toEqual(
      all.map(({ username }) => username),
    );
  });

  it('is not old because nothing happens on the primary', async () => {
    await settled();
    await sleep((MAX_LAG_SECONDS + 1) * 1000);
    expect(await lag()).toBeLessThan(MAX_LAG_SECONDS);
  });

  it('is away, and the primary answers', async () => {
    await settled();
    const before = await reads('replica');
    await standby.crash!();
    expect((await list()).status).toBe(200);
    expect((await list('&q=a')).status).toBe(200);
    expect(await reads('replica')).toBe(before);
    expect(await lag()).toBe(Infinity);

    await standby.recover!();
    await settled();
  });

  it('does not keep anybody waiting when it hangs', async () => {
    await settled();
    const before = await reads('fallback');
    await hang();
    const began = performance.now();
    const { status } = await list();
    expect(status).toBe(200);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(await reads('fallback')).toBe(before + 1);
    await at(standby, 'SELECT pg_wal_replay_resume()');
  });

  it('may die in the middle of a reading', async () => {
    await settled();
    await hang();
    const reading = list();
    await sleep(500);
    await standby.crash!();
    expect((await reading).status).toBe(200);
    await standby.recover!();
    await settled();
  });

  it('is not believed any more when it was promoted', async () => {
    await settled();
    await at(standby, 'SELECT pg_promote(true)');
    await until('it is found out', async () => (await lag()) === Infinity);
    const { username } = await app.register();
    expect(await names()).toContain(username);
    const [finding] = await examineReplica(app.config);
    expect(finding).toMatchObject({ state: 'wrong', message: 'it is no standby (any more)' });
  });
});
