import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { Backend } from '../backend.js';
import { CannotStart } from '../database.errors.js';
import { DirectoryLock } from './directory-lock.js';
import { EmbeddedDatabase } from './embedded-database.js';

/** PostgreSQL inside this process, its files in `dataDir`, which one process at a time may use. */
export class EmbeddedBackend implements Backend {
  readonly embedded = true;
  readonly connection: ClientConfig;
  private readonly logger = new Logger('Database');
  private database: EmbeddedDatabase | undefined;
  private lock: DirectoryLock | undefined;

  private readonly dataDir: string;

  constructor(dataDir: string) {
    // Absolute, for messages: who reads them may stand elsewhere.
    this.dataDir = resolve(dataDir);
    // `ssl` and the names are said outright, so that PGSSLMODE, PGUSER … of the environment have no say.
    this.connection = {
      user: 'postgres',
      database: 'postgres',
      ssl: false,
      stream: () => this.connect(),
    };
  }

  async open(): Promise<void> {
    await mkdir(this.dataDir, { recursive: true, mode: 0o700 });
    this.lock = await DirectoryLock.acquire(this.dataDir, {
      onWait: (message) => this.logger.log(message),
      onLost: () => this.overtaken(),
    });
    const files = join(this.dataDir, 'postgres');
    this.database = new EmbeddedDatabase(files);
    await this.database.ready().catch((error: Error) => {
      throw new CannotStart(`The embedded database in ${files} cannot be opened: ${error.message}`);
    });
  }

  /** There are no other instances: the lock on the directory sees to that. */
  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  async close(): Promise<void> {
    const { database, lock } = this;
    this.database = this.lock = undefined;
    await database?.close();
    await lock?.release();
  }

  private connect() {
    if (!this.database) throw new Error('Connection terminated: the embedded database is closed');
    return this.database.connect();
  }

  /** This process stood still for so long that it was taken for dead. Two that write would lose rows. */
  private overtaken(): void {
    this.logger.fatal(`Another process has taken over ${this.dataDir}. The database is closed.`);
    this.lock = undefined;
    void this.database?.kill();
  }
}
