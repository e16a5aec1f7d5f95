import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/index.js';
import { CannotStart, type GatehouseDataSource } from '#database/index.js';
import { type MigrationState, migrationState, withDataSource } from '../data-source.js';
import { type Reached, reachDatabase } from '../reach-database.js';
import { examineKeys } from './examine-keys.js';
import { type Finding, reasonOf } from './finding.js';

const OLDEST_VERSION = 15;
const SKEW_MS = 2000;
const BAD_SKEW_MS = 30_000;

/** What can be told by asking the database. */
export async function examineDatabase(config: Config): Promise<Finding[]> {
  const { url, dataDir } = config.database;
  try {
    const reached = await reachDatabase(config.database);
    if (reached) return [...server(reached), ...(await examineContent(config))];
    if (!existsSync(join(dataDir, 'postgres'))) {
      return [{ check: 'database', state: 'ok', message: 'embedded; the first start makes it' }];
    }
    const content = await examineContent(config);
    return [{ check: 'database', state: 'ok', message: 'embedded, opened' }, ...content];
  } catch (error) {
    const inUse = url === undefined && error instanceof CannotStart && error.message.includes(' is in use by ');
    if (!inUse) return [{ check: 'database', state: 'wrong', message: reasonOf(error), remedy: remedyFor(url) }];
    const remedy = 'stop the service to look inside; what follows from it is not checked';
    return [{ check: 'database', state: 'skipped', message: error.message.split('. ')[0]!, remedy }];
  }
}

function remedyFor(url: string | undefined): string {
  return url === undefined
    ? 'restore the data directory from a backup'
    : 'is the server running, and DATABASE_URL right (user, password, host, port, name)?';
}

function server({ where, version, encoding, aheadMs }: Reached): Finding[] {
  const old = version < OLDEST_VERSION;
  const seconds = Math.abs(aheadMs / 1000).toFixed(1);
  const skew = Math.abs(aheadMs);
  return [
    old
      ? {
          check: 'database',
          state: 'wrong',
          message: `PostgreSQL ${version} at ${where}`,
          remedy: `use ${OLDEST_VERSION} or later`,
        }
      : { check: 'database', state: 'ok', message: `PostgreSQL ${version} at ${where}` },
    ...(encoding === 'UTF8'
      ? []
      : [
          {
            check: 'database',
            state: 'wrong' as const,
            message: `its encoding is ${encoding}`,
            remedy: 'make one with ENCODING UTF8',
          },
        ]),
    skew <= SKEW_MS
      ? { check: 'clock', state: 'ok', message: `that of the database and this one agree within ${SKEW_MS / 1000} s` }
      : {
          check: 'clock',
          state: skew > BAD_SKEW_MS ? 'wrong' : 'unsure',
          message: `that of the database is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} this one`,
          remedy: 'run a time service (NTP) on both: tokens carry times',
        },
  ];
}

function examineContent(config: Config): Promise<Finding[]> {
  return withDataSource(config.database, async (dataSource) => {
    if (!(await isThere(dataSource, 'migrations'))) {
      return [{ check: 'migrations', state: 'ok', message: 'none done yet; the first start does them' }];
    }
    const state = await migrationState(dataSource);
    const findings = [migrations(state)];
    if (state.pending.length > 0 || state.foreign.length > 0) return findings;
    return [...findings, await examineKeys(dataSource, config), await administrators(dataSource)];
  });
}

async function isThere(dataSource: GatehouseDataSource, table: string): Promise<boolean> {
  const rows = await dataSource.query<{ oid: string | null }[]>('SELECT to_regclass($1)::text AS oid', [table]);
  return rows[0]!.oid !== null;
}

function migrations({ done, pending, foreign }: MigrationState): Finding {
  const check = 'migrations';
  if (foreign.length > 0) {
    const message = `${foreign.join(', ')} came from another version than this`;
    return { check, state: 'wrong', message, remedy: 'use the version that the service has, or a later one' };
  }
  if (pending.length === 0) return { check, state: 'ok', message: `all ${done.length} done` };
  const message = `not done yet: ${pending.join(', ')}`;
  return { check, state: 'unsure', message, remedy: 'start the service, or: gatehouse migrate' };
}

async function administrators(dataSource: GatehouseDataSource): Promise<Finding> {
  const check = 'administrators';
  const [row] = await dataSource.query<{ admins: number; users: number }[]>(
    `SELECT (SELECT count(*)::int FROM users) AS users,
            (SELECT count(*)::int FROM users u JOIN user_roles ur ON ur.user_id = u.id
              WHERE ur.role_name = 'admin' AND u.is_active) AS admins`,
  );
  const { admins, users } = row!;
  if (admins > 0) return { check, state: 'ok', message: `${admins} active, of ${users} users` };
  if (users === 0) return { check, state: 'ok', message: 'nobody is there yet; the first start makes one' };
  const remedy = 'gatehouse user set-roles USER admin,user';
  return { check, state: 'wrong', message: 'nobody who is active has the role admin', remedy };
}
