import { INSERT_USERS } from '../accounts/user-list.cases.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { connectTo } from '../support/database.ts';
import { startBetterAuth } from './better-auth.ts';
import { hold } from './contest.ts';
import { adminToken, API, GATEHOUSE, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { startTutorial } from './tutorial.ts';
import { number } from '../support/page.ts';

const BETTER_AUTH = 'better-auth, admin plugin';
const TUTORIAL = 'tutorial';
const USERS = 10_000;
const LIMIT = 20;

/** $1 how many. */
const OF_BETTER_AUTH = `
  INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
  SELECT md5(n::text), 'Person number ' || n, md5(n::text) || '@example.org', true, now(), now()
    FROM generate_series(1, $1::bigint) AS n`;
const OF_TUTORIAL = `
  INSERT INTO users (id, username, email, password)
  SELECT md5(n::text)::uuid, 'u' || n, md5(n::text) || '@example.org', '' FROM generate_series(1, $1::bigint) AS n`;

export const userList: Part = {
  name: 'user-list',
  title: 'Listing users',
  run: (ground) => withLineup(ground, measure),
};

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const troupe = lineup.with(await startGatehouse(ground));
  const betterAuth = lineup.with(await startBetterAuth(ground, 'off'));
  const tutorial = lineup.with(await startTutorial(ground));
  await fill(troupe.url, INSERT_USERS);
  await fill(betterAuth.peer.url, OF_BETTER_AUTH);
  await fill(tutorial.peer.url, OF_TUTORIAL);
  const token = await adminToken(troupe);
  const [cookie] = betterAuth.cookies;
  return hold(ground, {
    name: 'user-list',
    operation: `The first ${LIMIT} of ${number(USERS)} users`,
    sides: [
      lineup.over({
        name: GATEHOUSE,
        server: troupe.service,
        ask: () => ({ method: 'GET', path: `${API}/users?limit=${LIMIT}`, token }),
      }),
      lineup.over({
        name: BETTER_AUTH,
        server: betterAuth.peer,
        ask: () => ({
          method: 'GET',
          path: `/api/auth/admin/list-users?limit=${LIMIT}&sortBy=createdAt`,
          headers: { cookie: cookie! },
        }),
      }),
      lineup.over({
        name: TUTORIAL,
        server: tutorial.peer,
        ask: () => ({ method: 'GET', path: `/users?limit=${LIMIT}`, token: tutorial.tokens[0]!.access_token }),
      }),
    ],
    ours: [GATEHOUSE],
    packages: ['better-auth', 'express', 'jsonwebtoken', 'passport-jwt', 'typeorm', 'pg'],
    goals: [
      { of: GATEHOUSE, against: BETTER_AUTH },
      { of: GATEHOUSE, against: TUTORIAL },
    ],
    notes: ['In the order of creation, by an administrator; all count how many there are, with every page.'],
  });
}

async function fill(url: string, statement: string): Promise<void> {
  const sql = await connectTo(url);
  await sql.query(statement, [USERS]);
  await sql.query('VACUUM (ANALYZE)'); // as autovacuum does a minute later
}
