import type { StatementSlot } from '../bare/statements.ts';
import type { Ask } from '../load/request.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { connectTo } from '../support/database.ts';
import { hold, mostConnections } from './contest.ts';
import { API, GATEHOUSE, signIn, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { signInAtTutorial, startTutorial } from './tutorial.ts';

const TUTORIAL = 'tutorial';
const UPDATE = 'one conditional UPDATE, no HTTP';

export const refresh: Part = { name: 'refresh', title: 'Refreshing', run: (ground) => withLineup(ground, measure) };

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const troupe = lineup.with(await startGatehouse(ground));
  const tutorial = lineup.with(await startTutorial(ground));
  const sessions = mostConnections(ground);
  const mine = await signIn(troupe, sessions);
  const theirs = (await signInAtTutorial(tutorial.peer, sessions)).map(({ refresh_token }) => refresh_token);
  const ids = await sessionsBeside(troupe.url, sessions);
  const chain = (path: string, tokens: string[]) => ({
    ask: (at: number): Ask => ({ method: 'POST', path, json: { refresh_token: tokens[at] }, chained: true }),
    keep: (last: readonly string[]): void => {
      for (const [at, token] of last.entries()) tokens[at] = token;
    },
  });
  return hold(ground, {
    name: 'refresh',
    operation: 'Refreshing',
    sides: [
      lineup.over({ name: GATEHOUSE, server: troupe.service, ...chain(`${API}/auth/refresh`, mine) }),
      lineup.over({ name: TUTORIAL, server: tutorial.peer, ...chain('/auth/refresh', theirs) }),
      lineup.bareLoop<StatementSlot>(UPDATE, 'statements', { url: troupe.url, statement: 'rotate', ids }),
    ],
    ours: [GATEHOUSE],
    packages: ['express', 'jsonwebtoken', 'passport-jwt', 'typeorm', 'pg'],
    goals: [
      { of: GATEHOUSE, against: TUTORIAL, atLeast: 1.5 },
      { of: GATEHOUSE, against: UPDATE, atLeast: 0.5 },
    ],
    notes: [
      'One chain of tokens for each connection; each commit is flushed. Gatehouse notices a token that is used twice and ends the session, answers a lost answer again while the grace lasts, and signs by ES256; the tutorial does none of it. better-auth has no refresh tokens, its session moves on by itself once a day. The bare UPDATE is done to rows of the same table, in the same database.',
    ],
  });
}

/** Rows that nobody else rotates. */
async function sessionsBeside(url: string, count: number): Promise<string[]> {
  const sql = await connectTo(url);
  const { rows } = await sql.query<{ id: string }>(
    `INSERT INTO sessions (id, user_id, client_id, amr, expires_at)
     SELECT gen_random_uuid(), user_id, client_id, amr, expires_at FROM sessions WHERE ended_at IS NULL LIMIT $1
     RETURNING id`,
    [count],
  );
  return rows.map(({ id }) => id);
}
