import { Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { DataSource, type DataSourceOptions, type Migration } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { Config } from '#config/index.js';
import type { Backend } from './backend.js';
import { EmbeddedBackend } from './embedded/embedded-backend.js';
import { migrations } from './migrations/index.js';
import { ServerBackend } from './server/server-backend.js';

export type GatehouseDataSourceOptions = PostgresDataSourceOptions & { readonly backend: Backend };

const logger = new Logger('Database');

/** The DataSource of the application: opens what is behind it, brings the schema up to date, and closes it all again. */
export class GatehouseDataSource extends DataSource {
  declare readonly options: GatehouseDataSourceOptions;

  static optionsFor(settings: Config['database']): GatehouseDataSourceOptions {
    const { url, dataDir, poolSize, timeoutMs } = settings;
    const backend = url === undefined ? new EmbeddedBackend(dataDir) : new ServerBackend(url);
    return {
      type: 'postgres',
      backend,
      migrations,
      migrationsTransactionMode: 'each',
      migrationsRun: true,
      synchronize: false,
      installExtensions: false,
      poolSize,
      // A connection that dies while nobody uses it. The pool drops it, and opens another when asked.
      poolErrorHandler: (error: Error) => logger.warn(`A database connection was lost: ${error.message}`),
      extra: {
        ...backend.connection,
        onConnect: surviveItsLoss,
        connectionTimeoutMillis: timeoutMs,
        statement_timeout: timeoutMs,
        // For a server that no longer answers. One that does has the first say.
        query_timeout: timeoutMs + 1000,
      },
    };
  }

  /** Leaves the migrations to the command, and all the time that they need. */
  static forCommandLine(settings: Config['database']): GatehouseDataSource {
    const options = GatehouseDataSource.optionsFor(settings);
    return new GatehouseDataSource({ ...options, migrationsRun: false, extra: options.backend.connection });
  }

  get embedded(): boolean {
    return this.options.backend.embedded;
  }

  override async initialize(): Promise<this> {
    const { backend, migrationsRun } = this.options;
    try {
      await backend.open();
      if (migrationsRun) await this.migrate();
      // TypeORM would run them once more, on connections with a time limit.
      this.setOptions({ migrationsRun: false });
      await super.initialize();
    } catch (error) {
      await backend.close();
      throw error;
    }
    (this.driver as PostgresDriver).master.on('release', dropIfBusy);
    return this;
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.options.backend.close();
  }

  /** As the TypeORM CLI calls it. */
  override runMigrations(options?: Parameters<DataSource['runMigrations']>[0]): Promise<Migration[]> {
    return this.options.backend.exclusively(() => super.runMigrations(options));
  }

  override undoLastMigration(options?: Parameters<DataSource['undoLastMigration']>[0]): Promise<void> {
    return this.options.backend.exclusively(() => super.undoLastMigration(options));
  }

  /** On a connection of its own without a time limit: filling a new column of a large table may take long. */
  private async migrate(): Promise<void> {
    const { backend, ...options } = this.options;
    const migrator = new DataSource({
      ...(options as DataSourceOptions),
      entities: [],
      migrationsRun: false,
      poolSize: 1,
      extra: backend.connection,
    } as DataSourceOptions);
    await migrator.initialize();
    try {
      const done = await backend.exclusively(() => migrator.runMigrations());
      for (const { name } of done) logger.log(`Migration ${name} done`);
    } finally {
      await migrator.destroy();
    }
  }
}

/** A connection that dies while it is used: the statement fails, which is enough. Unheard, the event ends the process. */
function surviveItsLoss(client: PoolClient): void {
  client.on('error', () => {});
}

/** A statement that was given up on still occupies its connection. Without this the next one would wait behind it. */
function dropIfBusy(_error: unknown, client: PoolClient): void {
  const { _activeQuery: statement } = client as unknown as { readonly _activeQuery: unknown };
  if (statement) void client.end();
}
