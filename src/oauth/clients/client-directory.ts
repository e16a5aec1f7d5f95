import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DatabaseBell, Sql } from '#database/index.js';
import { ALL_CLIENTS, FIND_CLIENT, type RegisteredClient } from './registered-client.js';

/** Rung by triggers on the tables. */
const CHANNEL = 'clients';

/** Who may ask here as a client. In memory, because introspection asks for each request that some service serves. */
@Injectable()
export class ClientDirectory implements OnModuleInit {
  private clients = new Map<string, RegisteredClient>();
  private reading: Promise<void> = Promise.resolve();
  /** Whether the last reading came to its end. */
  private isRead = false;

  constructor(
    private readonly sql: Sql,
    private readonly bell: DatabaseBell,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.bell.listen(CHANNEL, () => this.read());
  }

  /** An active client. While changes are not heard, or could not be read, the table is asked: slower, never open. */
  async find(id: string): Promise<RegisteredClient | undefined> {
    if (this.bell.heard && this.isRead) return this.clients.get(id.toLowerCase());
    if (!isUUID(id)) return undefined;
    const [client] = await this.sql.run<RegisteredClient>(FIND_CLIENT, [id]);
    return client;
  }

  /** Reads all clients again: for whoever has just changed one, and for the bell. One reading after the other. */
  read(): Promise<void> {
    const read = async () => {
      const rows = await this.sql.run<RegisteredClient>(ALL_CLIENTS);
      this.clients = new Map(rows.map((client) => [client.id, client]));
      this.isRead = true;
    };
    const reading = this.reading.then(read);
    this.reading = reading.catch(() => {
      this.isRead = false;
    });
    return reading;
  }
}
