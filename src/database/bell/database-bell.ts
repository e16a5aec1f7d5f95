import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { Config } from '#config/index.js';
import { SecretKey } from '../secret-key.js';
import { Echo } from './echo.js';

/** By which instances are told from other connections of the server. */
export const BELL_NAME = 'gatehouse-bell';

const HEARTBEAT_MS = 1_000;
const RECONNECT_MS = 1_000;
/** Rings of one channel within this time are answered together. */
const GATHER_MS = 20;

type Answer = () => Promise<void>;

/**
 * Hears that another instance has written (PostgreSQL LISTEN). A notification only rings: what was written is read from
 * the table. Its own connection, because one of the pool can be given to somebody else.
 */
@Injectable()
export class DatabaseBell implements OnModuleDestroy {
  private readonly logger = new Logger(DatabaseBell.name);
  private readonly stopping = new AbortController();
  private readonly answers = new Map<string, Answer>();
  private readonly ringing = new Map<string, NodeJS.Timeout>();
  private client: Client | undefined;
  private connected = false;

  constructor(
    private readonly config: Config,
    private readonly secretKey: SecretKey,
  ) {}

  /** What the connection is called at the server: whoever looks there sees which instances have this SECRET_KEY. */
  get name(): string {
    return `${BELL_NAME} ${this.secretKey.fingerprint}`;
  }

  /** Whether what others write would be heard, on all channels. The embedded database has no others. */
  get heard(): boolean {
    return this.connected;
  }

  /** Calls `answer` once before it returns, whenever the channel rings, and whenever rings may have been missed. */
  async listen(channel: string, answer: Answer): Promise<void> {
    this.answers.set(channel, answer);
    if (this.config.database.url === undefined) {
      await answer();
      this.connected = true;
    } else if (this.client) await this.hear(this.client, [channel]);
    else await this.connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    // Requests in flight are still served: from here on the table is asked.
    this.connected = false;
    for (const timer of this.ringing.values()) clearTimeout(timer);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.config.database.url,
      application_name: this.name,
      connectionTimeoutMillis: this.config.database.timeoutMs,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('The connection ended')));
    const echo = new Echo();
    client.on('notification', ({ channel }) => (channel === echo.channel ? echo.heard() : this.ring(client, channel)));
    try {
      await client.connect();
      await client.query(`LISTEN ${echo.channel}`);
    } catch (error) {
      return this.lost(client, error);
    }
    await this.hear(client, [...this.answers.keys()]);
    // It may have been lost meanwhile: then nobody would ever say so again.
    if (this.client !== client) return;
    this.connected = true;
    void this.watch(client, echo);
  }

  /** First LISTEN, then read: what was written before is read now, what comes after rings. */
  private async hear(client: Client, channels: readonly string[]): Promise<void> {
    try {
      for (const channel of channels) {
        await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
        await this.answers.get(channel)?.();
      }
    } catch (error) {
      this.lost(client, error);
    }
  }

  private ring(client: Client, channel: string): void {
    if (this.ringing.has(channel)) return;
    const answer = () => {
      this.ringing.delete(channel);
      this.answers
        .get(channel)?.()
        .catch((error: unknown) => this.lost(client, error));
    };
    this.ringing.set(channel, setTimeout(answer, GATHER_MS));
  }

  /** A connection can die without a word, or sit behind a pooler that hears nothing: so it calls, and must hear itself. */
  private async watch(client: Client, echo: Echo): Promise<void> {
    try {
      while (this.client === client) {
        await delay(HEARTBEAT_MS, undefined, { signal: this.stopping.signal, ref: false });
        await client.query(`NOTIFY ${echo.channel}`);
        echo.expect();
      }
    } catch (error) {
      this.lost(client, error);
    }
  }

  private lost(client: Client, error: unknown): void {
    if (this.client !== client || this.stopping.signal.aborted) return;
    this.client = undefined;
    if (this.connected) this.logger.warn(`Other instances are no longer heard; tables are asked: ${String(error)}`);
    this.connected = false;
    client.end().catch(() => undefined);
    void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    const stopped = await delay(RECONNECT_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(
      () => true,
    );
    if (stopped || this.client) return;
    await this.connect();
    if (this.connected) this.logger.log('Other instances are heard again');
  }
}
