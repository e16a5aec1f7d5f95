import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Client } from 'pg';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Config } from '#config/index.js';

const CHANNEL = 'token_blacklist';
const HEARTBEAT_MS = 1_000;
const RECONNECT_MS = 1_000;
/** Bells that ring within this time are answered together. */
const GATHER_MS = 20;

/**
 * Hears that another instance has written to `token_blacklist` (PostgreSQL LISTEN). The notification only rings: what
 * was written is read from the table. Its own connection, because one of the pool can be given to somebody else.
 */
@Injectable()
export class RevocationBell implements OnModuleDestroy {
  private readonly logger = new Logger(RevocationBell.name);
  private readonly stopping = new AbortController();
  private client: Client | undefined;
  private ringing: NodeJS.Timeout | undefined;
  private connected = false;
  private onRing: () => Promise<void> = async () => {};

  constructor(private readonly config: Config) {}

  /** Whether what others write would be heard. The embedded database has no others. */
  get heard(): boolean {
    return this.connected;
  }

  /** Calls `onRing` once before it returns and then whenever something was written. */
  async listen(onRing: () => Promise<void>): Promise<void> {
    this.onRing = onRing;
    if (this.config.database.url === undefined) {
      await onRing();
      this.connected = true;
      return;
    }
    await this.connect();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    // Requests in flight are still served: from here on the table is asked.
    this.connected = false;
    clearTimeout(this.ringing);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.config.database.url,
      application_name: 'gatehouse-revocations',
      connectionTimeoutMillis: this.config.database.timeoutMs,
      query_timeout: HEARTBEAT_MS,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('The connection ended')));
    const echo = new Echo();
    client.on('notification', ({ channel }) => (channel === CHANNEL ? this.ring(client) : echo.heard()));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      await client.query(`LISTEN ${echo.channel}`);
      // Only after LISTEN: what was written before it is read now, what comes after rings.
      await this.onRing();
      // It may have been lost meanwhile: then nobody would ever say so again.
      if (this.client !== client) return;
      this.connected = true;
      void this.watch(client, echo);
    } catch (error) {
      this.lost(client, error);
    }
  }

  private ring(client: Client): void {
    if (this.ringing) return;
    this.ringing = setTimeout(() => {
      this.ringing = undefined;
      this.onRing().catch((error: unknown) => this.lost(client, error));
    }, GATHER_MS);
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
    if (this.connected) this.logger.warn(`Revocations are no longer heard; the table is asked: ${String(error)}`);
    this.connected = false;
    client.end().catch(() => undefined);
    void this.reconnect();
  }

  private async reconnect(): Promise<void> {
    const stopped = await delay(RECONNECT_MS, undefined, { signal: this.stopping.signal, ref: false }).catch(
      () => true,
    );
    if (stopped) return;
    await this.connect();
    if (this.connected) this.logger.log('Revocations are heard again');
  }
}

/** A channel of one connection alone, on which it hears its own calls. */
class Echo {
  readonly channel = `token_blacklist_${randomBytes(8).toString('hex')}`;
  private calls = 0;
  private answers = 0;

  heard(): void {
    this.answers += 1;
  }

  /** A notification of one's own comes before the statement is answered; one that is missing will not come. */
  expect(): void {
    this.calls += 1;
    if (this.answers < this.calls) throw new Error('Notifications do not arrive');
  }
}
