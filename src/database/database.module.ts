import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ERROR_TRANSLATOR, registerProblems } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { DatabaseBell } from './bell/database-bell.js';
import { GatehouseDataSource, type GatehouseDataSourceOptions } from './data-source.js';
import { DatabaseMetrics } from './database.metrics.js';
import { DatabaseUnavailable, translateDatabaseError } from './database.errors.js';
import { StaleReads } from './replica/stale-reads.js';
import { SecretKey } from './secret-key.js';
import { Sql } from './sql.js';

registerProblems(DatabaseUnavailable);

/** The one DataSource, on a server or embedded. It sees every entity; the rooms name theirs with `forFeature`. */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...GatehouseDataSource.optionsFor(config.database),
        autoLoadEntities: true,
        // Waiting for a database that is away is done by the DataSource itself, which knows what is worth waiting for.
        retryAttempts: 0,
        toRetry: () => false,
      }),
      dataSourceFactory: async (options) => new GatehouseDataSource(options as GatehouseDataSourceOptions),
    }),
  ],
  providers: [
    Sql,
    DatabaseBell,
    DatabaseMetrics,
    StaleReads,
    { provide: ERROR_TRANSLATOR, useValue: translateDatabaseError },
    {
      provide: SecretKey,
      // The DataSource comes first: it makes the directory and holds the lock on it.
      inject: [Config, DataSource],
      useFactory: (config: Config): Promise<SecretKey> => SecretKey.of(config),
    },
  ],
  exports: [Sql, StaleReads, DatabaseBell, SecretKey, ERROR_TRANSLATOR],
})
export class DatabaseModule {}
