import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isUnavailable } from './database.errors.js';
import { GatehouseDataSource } from './data-source.js';
import { poolOf } from './pool.js';

/** A statement that is asked often. `name` is its own, in the whole application. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * The short way to the database, for what every request asks: a prepared statement on the same connections as TypeORM,
 * without its hydration. Inside `dataSource.transaction` hand it the transaction: another connection would not see what
 * it has written, and on the embedded database would wait for it for ever.
 */
@Injectable()
export class Sql {
  /** One process, one session: no LISTEN, no session locks, no prepared statements. */
  readonly embedded: boolean;

  constructor(private readonly dataSource: DataSource) {
    this.embedded = dataSource instanceof GatehouseDataSource && dataSource.embedded;
  }

  async run<Row extends object>(statement: Statement, values: unknown[] = [], tx?: EntityManager): Promise<Row[]> {
    if (tx) return tx.query<Row[]>(statement.text, values);
    const client = await poolOf(this.dataSource).connect();
    let broken = false;
    try {
      // All connections of the embedded database share one session, where two would clash over the same name.
      const query = this.embedded ? { text: statement.text, values } : { ...statement, values };
      return (await client.query<Row>(query)).rows;
    } catch (error) {
      broken = error instanceof Error && isUnavailable(error);
      throw error;
    } finally {
      // Not pool.query(): it would throw the connection away after every violated constraint.
      client.release(broken);
    }
  }
}
