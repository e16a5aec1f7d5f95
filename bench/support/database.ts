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
