import { DataSource } from 'typeorm';
import { MetricsServer } from '#metrics/metrics.server.js';
import { TestApp } from '../../support/app.js';
import { Scrape } from '../../support/metrics.js';
import { eventually } from '../../support/service.js';

describe('the metrics of a pool without a free connection', () => {
  let app: TestApp;

  const scrape = () => Scrape.of(app.nest.get(MetricsServer).address!.port);

  beforeAll(async () => {
    app = await TestApp.start({ METRICS_PORT: '0', DATABASE_POOL_SIZE: '1', LOGIN_RATE_LIMIT: '1', RATE_LIMITS: 'on' });
  });
  afterAll(() => app.stop());

  it('are told in time, without what only the database knows', async () => {
    const holder = app.nest.get(DataSource).createQueryRunner();
    await holder.connect();
    try {
      const begun = Date.now();
      const starved = await scrape();
      expect(Date.now() - begun).toBeLessThan(8_000);
      expect(starved.value('gatehouse_database_connections', { state: 'in_use' })).toBe(1);
      expect(starved.value('gatehouse_database_connections_max')).toBe(1);
      expect(starved.value('gatehouse_outbox_letters')).toBeUndefined();
      expect(starved.value('gatehouse_outbox_oldest_queued_seconds')).toBeUndefined();
      // The questions of the first reading still wait.
      expect((await scrape()).value('gatehouse_database_waiting')).toBeGreaterThan(0);
    } finally {
      await holder.release();
    }
    await eventually(async () => (await scrape()).value('gatehouse_outbox_oldest_queued_seconds') === 0);
    const well = await scrape();
    expect(well.value('gatehouse_outbox_letters', { status: 'queued' })).toBe(0);
    // What is done in the background may have it for a moment.
    await eventually(async () => (await scrape()).value('gatehouse_database_waiting') === 0);
    await eventually(async () => (await scrape()).value('gatehouse_database_connections', { state: 'in_use' }) === 0);
  });

  it('count what a limit refuses, by its name', async () => {
    const login = () => app.post('/auth/login', { username: 'nobody', password: 'not the password' });
    await login();
    expect((await login()).status).toBe(429);
    expect((await scrape()).value('gatehouse_rate_limits_exceeded_total', { limit: 'login' })).toBe(1);
  });
});
