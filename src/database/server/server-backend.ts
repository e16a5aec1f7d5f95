import { Client, type ClientConfig } from 'pg';
import { Logger } from '@nestjs/common';
import type { Backend } from '../backend.js';
import { waitForServer } from './wait-for-server.js';

/** Key of the advisory lock that an instance holds while it changes the schema. Any number; only ever this one. */
const MIGRATION_LOCK = 1_734_440_037;

/** PostgreSQL by DATABASE_URL. */
export class ServerBackend implements Backend {
  readonly embedded = false;
  readonly connection: ClientConfig;
  private readonly logger = new Logger('Database');

  constructor(url: string) {
    this.connection = {
      connectionString: url,
      application_name: 'gatehouse',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    };
  }

  open(): Promise<void> {
    return waitForServer(this.connection, (message) => this.logger.warn(message));
  }

  /** A session lock on a connection of its own: whatever happens to this process, the server lets go of it. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const client = new Client(this.connection);
    let lost: Error | undefined;
    client.on('error', (error) => (lost = error));
    await client.connect();
    try {
      await this.lock(client);
      const result = await work();
      if (lost) throw lost;
      return result;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {}

  private async lock(client: Client): Promise<void> {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]!.locked) return;
    this.logger.log('Another instance is changing the schema. Waiting for it.');
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  }
}
