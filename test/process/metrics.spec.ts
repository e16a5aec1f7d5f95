import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';
import { Scrape } from '../support/metrics.js';
import { PASSWORD, uniqueName } from '../support/names.js';
import { eventually, Service } from '../support/service.js';
import { serverDatabase, type Storage } from '../support/storage.js';

const LAG = 'gatehouse_revocation_lag_seconds';

describe.runIf(inject('postgresUrl'))('what an instance tells of the others', () => {
  let folder: string;
  let storage: Storage;
  let a: Service;
  let b: Service;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await serverDatabase();
    a = await Service.start({ ...storage.env, METRICS_PORT: '0' }, { cwd: folder });
    b = await Service.start({ ...storage.env, METRICS_PORT: '0' }, { cwd: folder });
  });
  afterAll(async () => {
    await Promise.all([a?.stop(), b?.stop()]);
    await storage?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function scrape(service: Service): Promise<Scrape> {
    const [, port] = await service.process.says(/Metrics on 127\.0\.0\.1:(\d+)/);
    return Scrape.of(Number(port));
  }

  async function logInAndOut(service: Service): Promise<void> {
    const username = uniqueName();
    await service.post('/auth/register', { username, email: `${username}@example.org`, password: PASSWORD });
    const { body } = await service.post('/auth/login', { username, password: PASSWORD });
    expect((await service.post('/auth/logout', {}, body.access_token)).status).toBe(200);
  }

  it('is how long a revocation took to be heard, and of its own it says nothing', async () => {
    await logInAndOut(a);
    await eventually(async () => (await scrape(b)).value(`${LAG}_count`) === 1);
    const heard = await scrape(b);
    expect(heard.value(`${LAG}_sum`)).toBeGreaterThan(0);
    expect(heard.value(`${LAG}_sum`)).toBeLessThan(10);
    expect((await scrape(a)).value(`${LAG}_count`)).toBe(0);
    expect([await scrape(a), heard].map((each) => each.value('gatehouse_revocation_index_entries'))).toEqual([1, 1]);
  });

  it('is that they are not heard, for as long as that is so', async () => {
    expect((await scrape(b)).value('gatehouse_bell_heard')).toBe(1);
    const sql = new Client({ connectionString: storage.env['DATABASE_URL'] });
    await sql.connect();
    await sql.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                      WHERE application_name LIKE 'gatehouse-bell%' AND datname = current_database()`);
    await sql.end();
    await eventually(async () => (await scrape(b)).value('gatehouse_bell_heard') === 0);
    await eventually(async () => (await scrape(b)).value('gatehouse_bell_heard') === 1);
  });
});
