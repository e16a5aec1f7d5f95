import { Logger } from '@nestjs/common';
import { MigrationExecutor } from 'typeorm';
import type { Config } from '#config/index.js';
import { GatehouseDataSource } from '#database/index.js';
import { StderrLogger } from './stderr-logger.js';

/** The database alone, as it is: no migrations are run, and nothing of the application. */
export async function withDataSource<T>(
  settings: Config['database'],
  work: (dataSource: GatehouseDataSource) => Promise<T>,
): Promise<T> {
  Logger.overrideLogger(new StderrLogger());
  const dataSource = GatehouseDataSource.forCommandLine(settings);
  await dataSource.initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

export interface MigrationState {
  readonly done: readonly string[];
  readonly pending: readonly string[];
  /** Done by another version, and not known to this one. */
  readonly foreign: readonly string[];
}

/** On a new database it makes the table that migrations are listed in, as TypeORM does whenever it is asked. */
export async function migrationState(dataSource: GatehouseDataSource): Promise<MigrationState> {
  const executor = new MigrationExecutor(dataSource);
  const [pending, done] = [await executor.getPendingMigrations(), await executor.getExecutedMigrations()];
  const known = new Set(dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name));
  const names = done.map(({ name }) => name);
  return {
    done: names,
    pending: pending.map(({ name }) => name),
    foreign: names.filter((name) => !known.has(name)),
  };
}
