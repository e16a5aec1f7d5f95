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

/**
 * Which database it is, wherever it is a copy of it, and how far it has come. With the timeline: after a promotion a standby
 * of the former primary goes on with another history, from the same beginning.
 */
const IDENTITY = `
  (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT timeline_id FROM pg_control_checkpoint())
    || '/' || current_database() AS identity`;
const PRIMARY = `SELECT ${IDENTITY}, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text AS place`;
const REPLICA = `
  SELECT ${IDENTITY}, pg_is_in_recovery() AS is_standby, pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::text AS place`;

/** That the replica did not answer, or must not, whatever the reason. Its message is the reason. */
export class ReplicaFailed extends Error {}

/** A standby of the primary, reached by pg alone: TypeORM would send it what belongs to the primary. */
export class Replica {
  private readonly pool: Pool;
  private readonly age = new ReplicaAge();
  private identity: string | undefined;

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
    // And one that dies while it is used: its statement fails, which is enough. Unheard, the event ends the process.
    this.pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** How old what it shows may be, in seconds. Infinity: it is not to be asked. */
  get seconds(): number {
    return this.age.secondsAt(performance.now());
  }

  /** For how long, in seconds, it was seen to be behind. */
  get behind(): number {
    return this.age.behindAt(performance.now());
  }

  /** Compares it with the primary. Throws when there is nothing to compare. */
  async look(): Promise<void> {
    const at = performance.now();
    const [{ identity, place }] = await this.primary.query<[{ identity: string; place: string }]>(PRIMARY);
    this.identity = identity;
    this.age.written(BigInt(place), at);
    this.age.replayed(await this.onOneConnection((ask) => this.placeOf(ask)));
  }

  /**
   * `work` at one server, of which it is seen first that it is as young as `seconds` says: behind one address there may be
   * several, and each connection may lead to another. Throws ReplicaFailed, and what `work` throws itself.
   */
  read<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    return this.onOneConnection(async (ask) => {
      if (!this.age.holdsAt(await this.placeOf(ask))) throw new ReplicaFailed('it is another one, further behind');
      return work(ask);
    });
  }

  private async placeOf(ask: Ask): Promise<bigint> {
    const [replica] = await ask<{ identity: string; is_standby: boolean; place: string | null }>(REPLICA);
    const { identity, is_standby, place } = replica!;
    if (identity !== this.identity) {
      throw new ReplicaFailed('it is a copy of another database, or of another history of this one');
    }
    if (!is_standby || place === null) throw new ReplicaFailed('it is no standby (any more)');
    return BigInt(place);
  }

  private async onOneConnection<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch(failed);
    let broken = true;
    try {
      const found = await work(
        async <Row extends object>(text: string, values: readonly unknown[] = []) =>
          (await client.query<Row>(text, [...values]).catch(failed)).rows,
      );
      broken = false;
      return found;
    } finally {
      // After an error it may still be busy with what was given up.
      client.release(broken);
    }
  }

  /** Until the next look it is not asked. */
  distrust(): void {
    this.age.forget();
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}

function failed(error: unknown): never {
  throw new ReplicaFailed(error instanceof Error && error.message ? error.message : String(error));
}
