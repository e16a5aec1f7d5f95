import { DataSource } from 'typeorm';
import { Config } from '#config/index.js';
import { GatehouseDataSource } from '#database/index.js';
import { TestApp } from '../../support/app.js';
import { catalogOf } from '../../support/catalog.js';
import { emptyStorageOfThisRun, type Storage } from '../../support/storage.js';

describe('the migrations', () => {
  let storage: Storage;
  let database: GatehouseDataSource;

  beforeAll(async () => {
    storage = await emptyStorageOfThisRun();
    database = await GatehouseDataSource.forCommandLine(Config.from(storage.env).database).initialize();
  });
  afterAll(async () => {
    await database.destroy();
    await storage.remove();
  });

  it('go up, all the way down, and up again to the same', async () => {
    const empty = await catalogOf(database);
    await database.runMigrations();
    const first = await catalogOf(database);
    expect(first.length).toBeGreaterThan(60);

    for (let left = database.migrations.length; left > 0; left -= 1) await database.undoLastMigration();
    expect((await catalogOf(database)).filter((line) => !line.includes('migrations'))).toEqual(empty);

    await database.runMigrations();
    expect(await catalogOf(database)).toEqual(first);
    expect(await database.runMigrations()).toEqual([]);
  });
});

describe('the entities', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('describe the schema that the migrations make', async () => {
    const { upQueries } = await app.nest.get(DataSource).driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });
});
