import { DataSource } from 'typeorm';
import { DatabaseUnavailable, translateDatabaseError } from '#database/database.errors.js';
import { TestApp } from '../../support/app.js';

describe.runIf(process.env['TEST_DATABASE'] === 'postgres')('a connection that the server ends', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('between two statements of a transaction is an outage, and no defect', async () => {
    const dataSource = app.nest.get(DataSource);
    const failure: unknown = await dataSource
      .transaction(async (tx) => {
        const [{ pid }] = await tx.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
        await dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
        await new Promise((resolve) => setTimeout(resolve, 200));
        await tx.query('SELECT 1');
      })
      .catch((error: unknown) => error);
    expect(translateDatabaseError(failure)).toBeInstanceOf(DatabaseUnavailable);
    expect(await dataSource.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
