import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedDatabase } from './embedded-database.js';

Logger.overrideLogger(false);

describe('EmbeddedDatabase', () => {
  let directory: string;
  let database: EmbeddedDatabase;
  let pool: Pool;

  const poolFor = (it: EmbeddedDatabase) => {
    const made = new Pool({ stream: () => it.connect(), ssl: false, max: 8, query_timeout: 15_000 });
    made.on('error', () => {});
    return made;
  };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-embedded-'));
    database = new EmbeddedDatabase(join(directory, 'postgres'));
    await database.ready();
    pool = poolFor(database);
    await pool.query('CREATE TABLE counter (id int PRIMARY KEY, value int NOT NULL)');
  });

  afterAll(async () => {
    await pool.end();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await pool.query('DELETE FROM counter');
    await pool.query('INSERT INTO counter VALUES (1, 0)');
  });

  const value = async () => (await pool.query<{ value: number }>('SELECT value FROM counter')).rows[0]!.value;

  async function transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } finally {
      client.release();
    }
  }

  it('keeps its files to its owner', () => {
    expect(statSync(join(directory, 'postgres')).mode & 0o777).toBe(0o700);
    expect(existsSync(join(directory, 'postgres.new'))).toBe(false);
  });

  it('never mixes up statements that run in parallel, however large they are', async () => {
    const long = 'x'.repeat(300_000);
    const ask = async (i: number) => {
      const [kind, text] = (
        [
          ['length', long],
          ['upper', `a${i}`],
          ['reverse', `b${i}c`],
        ] as const
      )[i % 3]!;
      const { rows } = await pool.query<{ answer: string; i: number }>(
        `SELECT ${kind}($1)::text AS answer, $2::int AS i`,
        [text, i],
      );
      const expected = { length: '300000', upper: text.toUpperCase(), reverse: text.split('').toReversed().join('') }[
        kind
      ];
      return rows[0]!.answer === expected && rows[0]!.i === i;
    };
    const right = await Promise.all(Array.from({ length: 300 }, (_, i) => ask(i)));
    expect(right.filter(Boolean)).toHaveLength(300);
  });

  it('counts forty transactions that read, wait and write', async () => {
    await Promise.all(
      Array.from({ length: 40 }, () =>
        transaction(async (client) => {
          const { rows } = await client.query<{ value: number }>('SELECT value FROM counter WHERE id = $1', [1]);
          await new Promise((resolve) => setTimeout(resolve, 1));
          await client.query('UPDATE counter SET value = $1 WHERE id = $2', [rows[0]!.value + 1, 1]);
        }),
      ),
    );
    expect(await value()).toBe(40);
  });

  it('keeps the turn of a transaction after an error in it, until it is rolled back', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('UPDATE counter SET value = 7');
    await expect(client.query('INSERT INTO counter VALUES ($1, 0)', [1])).rejects.toMatchObject({
      code: '23505',
      constraint: 'counter_pkey',
    });
    const others = Promise.all([value(), pool.query('UPDATE counter SET value = value + 1')]);
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('ROLLBACK');
    client.release();
    expect((await others)[0]).toBe(0);
    expect(await value()).toBe(1);
  });

  it('answers on after an error outside of a transaction', async () => {
    const client = await pool.connect();
    await expect(client.query('SELECT $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' });
    await expect(client.query('SELEC')).rejects.toMatchObject({ code: '42601' });
    await expect(client.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
    client.release();
  });

  it('rolls back the transaction of a connection that is destroyed, and passes the turn on', async () => {
    const client = await pool.connect();
    await client.query('BEGIN');
    await client.query('UPDATE counter SET value = 99');
    const waiting = value();
    client.release(true);
    expect(await waiting).toBe(0);
  });

  it('does not do any more what a connection asked that is gone', async () => {
    const holder = await pool.connect();
    await holder.query('BEGIN');
    const gone = await pool.connect();
    const lost = gone.query('UPDATE counter SET value = 5');
    gone.release(true);
    await expect(lost).rejects.toThrow('Connection terminated');
    await holder.query('COMMIT');
    holder.release();
    expect(await value()).toBe(0);
  });

  it('returns large results and takes large values', async () => {
    const { rows } = await pool.query<{ i: number; t: string }>(
      `SELECT i, repeat('y', 1000) AS t FROM generate_series(1, 5000) AS i`,
    );
    expect(rows).toHaveLength(5000);
    expect(rows[4999]).toEqual({ i: 5000, t: 'y'.repeat(1000) });
    const bytes = Buffer.alloc(3_000_000, 7);
    const echo = await pool.query<{ echo: Buffer }>('SELECT $1::bytea AS echo', [bytes]);
    expect(echo.rows[0]!.echo.equals(bytes)).toBe(true);
  });

  it('ends what is busy when it is closed, and has what was committed when it is opened again', async () => {
    const path = join(directory, 'other');
    const first = new EmbeddedDatabase(path);
    const clients = poolFor(first);
    await clients.query('CREATE TABLE kept (id int)');
    await clients.query('INSERT INTO kept VALUES (1)');
    const open = await clients.connect();
    open.on('error', () => {});
    await open.query('BEGIN');
    await open.query('INSERT INTO kept VALUES (2)');
    const busy = Promise.allSettled([open.query('SELECT pg_sleep(0.2)'), clients.query('SELECT 1')]);
    await first.close();
    for (const result of await busy) {
      expect(result).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('terminated') } });
    }
    open.release(true);
    await expect(clients.query('SELECT 1')).rejects.toThrow('Connection terminated');
    await clients.end();

    const second = new EmbeddedDatabase(path);
    const again = poolFor(second);
    expect((await again.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }]);
    await again.end();
    await second.close();
  });

  it('starts again after a crash of its thread', async () => {
    const crashing = database as unknown as { worker: { terminate(): Promise<number> } };
    const client = await pool.connect();
    client.on('error', () => {});
    await crashing.worker.terminate();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release(true);
    expect(await value()).toBe(0);
  });

  it('says that a directory cannot be opened', async () => {
    const broken = new EmbeddedDatabase(join(directory, 'no', 'such', 'parent'));
    await expect(broken.ready()).rejects.toThrow('ENOENT');
    await broken.close();
  });
});
