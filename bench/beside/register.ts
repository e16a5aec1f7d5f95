import { type Ask, COUNTER } from '../load/request.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { startBetterAuth } from './better-auth.ts';
import { hold } from './contest.ts';
import { API, GATEHOUSE, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { hashEngine } from './peer.ts';
import { startTutorial } from './tutorial.ts';

const BETTER_AUTH = 'better-auth';
const TUTORIAL = 'tutorial';
const PASSWORD = 'seven quiet lanterns drift';

export const register: Part = {
  name: 'register',
  title: 'Registering',
  longestMs: 6 * 60_000,
  run: (ground) => withLineup(ground, measure),
};

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const engine = await hashEngine();
  const { service } = lineup.with(await startGatehouse(ground));
  const betterAuth = lineup.with(await startBetterAuth(ground, 'off'));
  const tutorial = lineup.with(await startTutorial(ground));
  return hold(ground, {
    name: 'register',
    operation: 'Registering',
    slow: true,
    sides: [
      lineup.over({
        name: GATEHOUSE,
        server: service,
        status: 201,
        refusedStatus: 503,
        ask: newcomer(`${API}/auth/register`, 'username'),
      }),
      lineup.over({
        name: BETTER_AUTH,
        server: betterAuth.peer,
        ask: newcomer('/api/auth/sign-up/email', 'name', { origin: betterAuth.peer.origin }),
      }),
      lineup.over({
        name: TUTORIAL,
        server: tutorial.peer,
        status: 201,
        ask: newcomer('/auth/register', 'username'),
      }),
    ],
    ours: [GATEHOUSE],
    packages: [engine, 'argon2', 'better-auth', 'express', 'jsonwebtoken', 'passport-jwt', 'typeorm', 'pg'],
    goals: [
      { of: GATEHOUSE, against: BETTER_AUTH },
      { of: GATEHOUSE, against: TUTORIAL },
    ],
    notes: [
      `Somebody new with every request; all make a hash of the same cost, Gatehouse by \`${engine}\`, the peers by \`argon2\`. Gatehouse also looks the password up among the common ones, keeps an audit trail, and writes and sends the letter that confirms the address; the peers send none.`,
    ],
  });
}

/** Nobody comes twice, in no stretch of load and on no connection. */
function newcomer(path: string, nameField: string, headers?: Record<string, string>): (connection: number) => Ask {
  let asked = 0;
  return (connection) => {
    const name = `n${(asked += 1)}c${connection}x${COUNTER}`;
    const json = { [nameField]: name, email: `${name}@example.org`, password: PASSWORD };
    return { method: 'POST', path, headers, json, counted: true };
  };
}
