import { createServer } from 'node:http';
import argon2 from 'argon2';
import pg from 'pg';

// What all peers are started with. `argon2` and `pg` are those of Gatehouse itself, found one folder up: both sides
// hash with the same parameters (Gatehouse by a quicker package, where that is installed), and talk to the same PostgreSQL through the same driver.

const { PORT, DATABASE_URL, HASH_MEMORY_KIB, HASH_PASSES } = process.env;

export const databaseUrl = DATABASE_URL;
export const origin = `http://127.0.0.1:${PORT}`;

const cost = {
  type: argon2.argon2id,
  memoryCost: Number(HASH_MEMORY_KIB),
  timeCost: Number(HASH_PASSES),
  parallelism: 1,
};

export function hashPassword(password) {
  return argon2.hash(password, cost);
}

export function verifyPassword(hash, password) {
  return argon2.verify(hash, password);
}

/** As many connections as the driver opens by itself. */
export function pool() {
  return new pg.Pool({ connectionString: databaseUrl });
}

/** Ends with the benchmark that has started it. */
export function listen(handler) {
  process.on('disconnect', () => process.exit());
  createServer(handler).listen(Number(PORT), '127.0.0.1');
}
