import { existsSync } from 'node:fs';
import { Config } from '#config/index.js';
import { GatehouseDataSource } from '#database/index.js';

if (existsSync('.env')) process.loadEnvFile('.env');

/**
 * The DataSource of the TypeORM CLI: `migration:run`, `migration:revert`, `migration:show`. On DATABASE_URL, or on the
 * embedded database, which the service must not be using at that moment.
 */
export default GatehouseDataSource.forCommandLine(Config.from(process.env).database);
