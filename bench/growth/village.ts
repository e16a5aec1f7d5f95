import type { Client } from 'pg';
import { INSERT_USERS } from '../accounts/user-list.cases.ts';
import type { Ground } from '../parts/part.ts';
import { CONNECTIONS, newDatabase } from '../phases/stage.ts';
import { connectTo } from '../support/database.ts';
import { residentMiB } from '../support/machine.ts';
import { type Person, signUp } from '../support/people.ts';
import { Service } from '../support/service.ts';

/** A service among so many users, sessions and revoked tokens, and the few people that ask. */
export interface Village {
  readonly size: number;
  readonly service: Service;
  readonly people: readonly Person[];
  /** Right after the start. */
  readonly idleMiB: number;
  /** On disk, with indexes, for one row of each kind. */
  readonly bytes: { readonly user: number; readonly session: number; readonly revoked: number };
}

export async function settle({ cores, postgres }: Ground, size: number): Promise<Village> {
  const { env: database } = await newDatabase(postgres);
  const env = { ...database, RATE_LIMITS: 'off' };
  await (await Service.start({ cores, env, on: 'all' })).stop(); // makes the tables
  const sql = await connectTo(database.DATABASE_URL);
  await fill(sql, size);
  const bytes = await bytesOf(sql, size);
  const service = await Service.start({ cores, env });
  const idleMiB = residentMiB(service.pid);
  return { size, service, idleMiB, bytes, people: await signUp(service.origin, CONNECTIONS) };
}

async function fill(sql: Client, size: number): Promise<void> {
  await sql.query(INSERT_USERS, [size]);
  await sql.query(
    `INSERT INTO sessions (id, user_id, client_id, amr, expires_at)
     SELECT gen_random_uuid(), id, 'gatehouse', '{pwd}', now() + interval '90 days' FROM users LIMIT $1`,
    [size],
  );
  // Nobody listens yet: the service reads them when it starts.
  await sql.query('ALTER TABLE token_blacklist DISABLE TRIGGER USER');
  await sql.query(
    `INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
     SELECT gen_random_uuid()::text, 'session', id, now() + interval '1 hour', 'logout' FROM users LIMIT $1`,
    [size],
  );
  await sql.query('ALTER TABLE token_blacklist ENABLE TRIGGER USER');
  await sql.query('VACUUM (ANALYZE)'); // as autovacuum does a minute later
  // Else the checkpoint of all this falls into what is measured.
  await sql.query('CHECKPOINT');
}

async function bytesOf(sql: Client, size: number): Promise<Village['bytes']> {
  const each = async (...tables: string[]) => {
    const { rows } = await sql.query<{ bytes: string }>(
      'SELECT sum(pg_total_relation_size(name::regclass)) AS bytes FROM unnest($1::text[]) AS name',
      [tables],
    );
    return Number(rows[0]!.bytes) / size;
  };
  return {
    user: await each('users', 'user_roles'),
    session: await each('sessions'),
    revoked: await each('token_blacklist'),
  };
}
