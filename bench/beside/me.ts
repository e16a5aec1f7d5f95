import type { StatementSlot } from '../bare/statements.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { startBetterAuth } from './better-auth.ts';
import { hold } from './contest.ts';
import { API, claimsOf, GATEHOUSE, get, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { startTutorial } from './tutorial.ts';

const BETTER_AUTH = 'better-auth';
const CACHED = 'better-auth, cookie cache';
const TUTORIAL = 'tutorial';
const STATEMENT = 'one prepared SELECT, no HTTP';

export const me: Part = { name: 'me', title: 'Who am I', run: (ground) => withLineup(ground, measure) };

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const { service, people, url } = lineup.with(await startGatehouse(ground));
  const betterAuth = lineup.with(await startBetterAuth(ground, 'off'));
  const cached = lineup.with(await startBetterAuth(ground, 'on'));
  const tutorial = lineup.with(await startTutorial(ground));
  const session = (cookies: readonly string[]) => (at: number) =>
    ({ method: 'GET', path: '/api/auth/get-session', headers: { cookie: cookies[at % CONNECTIONS]! } }) as const;
  const ids = people.map(({ accessToken }) => claimsOf(accessToken).sub);
  return hold(ground, {
    name: 'me',
    operation: 'GET /auth/me',
    sides: [
      lineup.over({
        name: GATEHOUSE,
        server: service,
        ask: (at) => get(`${API}/auth/me`, people[at % CONNECTIONS]!),
      }),
      lineup.over({ name: BETTER_AUTH, server: betterAuth.peer, ask: session(betterAuth.cookies) }),
      lineup.over({ name: CACHED, server: cached.peer, ask: session(cached.cookies) }),
      lineup.over({
        name: TUTORIAL,
        server: tutorial.peer,
        ask: (at) => ({ method: 'GET', path: '/auth/me', token: tutorial.tokens[at % CONNECTIONS]!.access_token }),
      }),
      lineup.bareLoop<StatementSlot>(STATEMENT, 'statements', { url, statement: 'read', ids }),
    ],
    ours: [GATEHOUSE],
    packages: ['better-auth', 'express', 'jsonwebtoken', 'passport-jwt', 'typeorm', 'pg'],
    goals: [
      { of: GATEHOUSE, against: BETTER_AUTH, atLeast: 8 },
      { of: GATEHOUSE, against: TUTORIAL, atLeast: 1.6 },
      { of: GATEHOUSE, against: CACHED },
      { of: GATEHOUSE, against: STATEMENT },
    ],
    notes: [
      'better-auth: `GET /api/auth/get-session` with its cookie, which reads session and user. With its cookie cache it reads neither for five minutes, and so does not notice for as long that a session has ended; Gatehouse and the tutorial read the user each time.',
    ],
  });
}
