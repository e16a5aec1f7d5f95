import { DataSource } from 'typeorm';
import { uniqueName } from '../../support/names.js';
import { hitStatement, hitValues } from '#limits/hit.statement.js';
import { TestApp } from '../../support/app.js';

/** test/process/locked-account.spec.ts shows what it is for. */
describe('what was counted', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ RATE_LIMITS: 'on' });
  });
  afterAll(() => app.stop());

  it('is in a table that outlives a crash of the server', async () => {
    const [table] = await app.sql<{ relpersistence: string }>(
      `SELECT relpersistence FROM pg_class WHERE oid = 'rate_limits'::regclass`,
    );
    expect(table!.relpersistence).toBe('p');
  });

  it.each([
    ['hasty', 'off'],
    ['durable', 'on'],
  ] as const)('%s: whether its own transaction waits for the disk is %s, and that of no other', async (how, waits) => {
    const hits = [uniqueName(), uniqueName()].map((key) => ({ key, limit: 5, ttl: 1000, blockDuration: 1000 }));
    const dataSource = app.nest.get(DataSource);
    const show = `SELECT current_setting('synchronous_commit') AS setting`;
    await dataSource.query(`SET synchronous_commit = 'on'`);
    const [within] = await dataSource.transaction(async (tx) => {
      expect(await tx.query(hitStatement(2, how).text, hitValues(hits))).toHaveLength(2);
      return tx.query<{ setting: string }[]>(show);
    });
    expect(within!.setting).toBe(waits);
    const [after] = await dataSource.query<{ setting: string }[]>(show);
    expect(after!.setting).toBe('on');
  });
});
