import { Client } from 'pg';
import type { Config } from '#config/index.js';
import { CommandFailed } from './cli.errors.js';

export interface Reached {
  /** Host, port and name, without the password. */
  readonly where: string;
  readonly version: number;
  readonly encoding: string;
  /** How many milliseconds its clock is ahead of ours. */
  readonly aheadMs: number;
}

/** The service waits for its database as long as it takes; somebody at a terminal is told. Throws CommandFailed. */
export async function reachDatabase({ url, timeoutMs }: Config['database']): Promise<Reached | undefined> {
  if (url === undefined) return undefined;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => {}); // The one that matters is thrown by connect() or query().
  const where = `${client.host}:${client.port}/${client.database}`;
  try {
    await client.connect();
    const sent = Date.now();
    const { rows } = await client.query<{ version: number; encoding: string; now: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version,
              current_setting('server_encoding') AS encoding,
              (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`,
    );
    const { version, encoding, now } = rows[0]!;
    return { where, version, encoding, aheadMs: now - (sent + Date.now()) / 2 };
  } catch (error) {
    throw new CommandFailed(`PostgreSQL at ${where} cannot be used: ${reason(error as Error)}`, { cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

function reason(error: Error): string {
  if (error.message) return error.message;
  return error instanceof AggregateError ? error.errors.map((each: Error) => each.message).join(', ') : error.name;
}
