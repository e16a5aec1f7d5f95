export { BELL_NAME, DatabaseBell } from './bell/database-bell.js';
export { DatabaseModule } from './database.module.js';
export { CannotStart, DatabaseUnavailable, translateDatabaseError, violatedConstraint } from './database.errors.js';
export { GatehouseDataSource } from './data-source.js';
export { inPages, PAGE_ROWS } from './pages.js';
export { poolOf } from './pool.js';
export { SecretKey } from './secret-key.js';
export { Sql, type Statement } from './sql.js';
