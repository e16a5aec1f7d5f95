import { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from '#config/index.js';
import { ReplicaAge } from './replica-age.js';

/** A statement and its values, at whichever server. */
export type Ask = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Lists of administrators, a few at a time. */
const CONNECTIONS = 4;
/** Whoever waits for it goes to the primary then, and has waited for so long in vain. */
export const PATIENCE_MS = 2000;

/** Which database it is, wherever it is a copy of it, and how far it has come. */
const IDENTITY = `(SELECT system_identifier FROM pg_control_system()) || '/' || current_database() AS identity`;
const PRIMARY = `SELECT ${IDENTITY}, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS place`;
const REPLICA = `
  SELECT ${IDENTITY}, pg_is_in_recovery() AS is_standby, pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::text AS place`;

/** A standby of the primary, reached by pg alone: TypeORM would send it what belongs to the primary. */
export class Replica {
  readonly ask: Ask;
  private readonly pool: Pool;
  private readonly age = new ReplicaAge();

  constructor(
    private readonly primary: DataSource,
    { url, timeoutMs }: NonNullable<Config['database']['replica']>,
  ) {
    this.pool = new Pool({
      connectionString: url,
      application_name: 'gatehouse-replica',
      max: CONNECTIONS,
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      // What nobody waits for any more is not to go on there.
      statement_timeout: Math.min(timeoutMs, PATIENCE_MS),
      query_timeout: PATIENCE_MS,
    });
    // A connection that dies while nobody uses it. The next statement tells.
    this.pool.on('error', () => {});
    this.ask = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await this.pool.query<Row>(text, [...values])).rows;
  }

  /** How old what it shows may be, in seconds. Infinity: it is not to be asked. */
  get seconds(): number {
    return this.age.secondsAt(performance.now());
  }

  /** Compares it with the primary. Throws when there is nothing to compare. */
  async look(): Promise<void> {
    const at = performance.now();
    const [primary] = await this.primary.query<[{ identity: string; place: string }]>(PRIMARY);
    this.age.written(BigInt(primary.place), at);
    const [replica] = await this.ask<{ identity: string; is_standby: boolean; place: string | null }>(REPLICA);
    if (replica!.identity !== primary.identity) throw new Error('it is a copy of another database');
    if (!replica!.is_standby || replica!.place === null) throw new Error('it is no standby (any more)');
    this.age.replayed(BigInt(replica!.place));
  }

  /** Until the next look it is not asked. */
  distrust(): void {
    this.age.forget();
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}
