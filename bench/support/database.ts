import { Client } from 'pg';
import { atTheEnd } from './cleanup.ts';

/** A connection for what no client of the service can do, closed in the end. */
export async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {}); // What is lost is told by the statement that fails.
  await client.connect();
  atTheEnd(() => client.end());
  return client;
}

export interface DatabaseFacts {
  readonly version: string;
  /** The settings that decide whether a commit outlives a power loss. */
  readonly durability: Record<string, string>;
}

export async function describeDatabase(client: Client): Promise<DatabaseFacts> {
  return { version: await show(client, 'server_version'), durability: await durability(client) };
}

async function durability(client: Client): Promise<Record<string, string>> {
  const names = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const entries: [string, string][] = [];
  for (const name of names) entries.push([name, await show(client, name)]);
  return Object.fromEntries(entries);
}

async function show(client: Client, name: string): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(`SHOW ${name}`);
  return rows[0]![name]!;
}
