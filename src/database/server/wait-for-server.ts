import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { CannotStart, isUnavailable } from '../database.errors.js';

const OLDEST_VERSION = 15;
const ATTEMPT_MS = 5000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/**
 * Resolves as soon as the server lets us in. Waits without end for one that is away or still starting, since in most
 * set-ups both start at the same moment; what waiting does not mend, such as a wrong password, is thrown at once.
 */
export async function waitForServer(connection: ClientConfig, tell: (message: string) => void): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    const client = new Client({ ...connection, connectionTimeoutMillis: ATTEMPT_MS, query_timeout: ATTEMPT_MS });
    // Never the connection string: it holds the password.
    const where = `${client.host}:${client.port}/${client.database}`;
    try {
      await visit(client);
      return;
    } catch (error) {
      const reason = describe(error as Error);
      if (!isUnavailable(error as Error)) throw new CannotStart(`PostgreSQL at ${where} cannot be used: ${reason}`);
      tell(`Waiting for PostgreSQL at ${where}: ${reason}`);
    }
    await sleep(pause);
  }
}

async function visit(client: Client): Promise<void> {
  client.on('error', () => {}); // The one that matters is thrown by connect() or query().
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    );
    const { version } = rows[0]!;
    if (version < OLDEST_VERSION)
      throw new Error(`it is version ${version}, the oldest supported is ${OLDEST_VERSION}`);
  } finally {
    await client.end();
  }
}

function describe(error: Error): string {
  if (error.message) return error.message;
  return error instanceof AggregateError ? error.errors.map((each: Error) => each.message).join(', ') : error.name;
}
