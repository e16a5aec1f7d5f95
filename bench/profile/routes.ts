import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { API, get, loginOf, signIn } from '../beside/gatehouse.ts';
import { type Lineup, withLineup } from '../beside/lineup.ts';
import type { Ask } from '../load/request.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, newDatabase, type Troupe } from '../phases/stage.ts';
import { registerClient } from '../support/clients.ts';
import { percent, table } from '../support/page.ts';
import { signUp } from '../support/people.ts';
import { Service, temporaryFolder } from '../support/service.ts';
import { sharesOf } from './samples.ts';

/** Less than this is not worth a line. */
const LEAST_SHARE = 0.015;
const FUNCTIONS = 12;

interface Route {
  readonly name: string;
  readonly title: string;
  readonly asks: (troupe: Troupe) => readonly Ask[] | Promise<readonly Ask[]>;
  readonly status?: number;
}

const ROUTES: readonly Route[] = [
  {
    name: 'live',
    title: 'GET /health/live',
    asks: ({ people }) => people.map(() => ({ method: 'GET', path: '/health/live' })),
  },
  { name: 'me', title: 'GET /auth/me', asks: ({ people }) => people.map((person) => get(`${API}/auth/me`, person)) },
  {
    name: 'refused',
    title: 'GET /roles, refused',
    asks: ({ people }) => people.map((person) => get(`${API}/roles`, person)),
    status: 403,
  },
  {
    name: 'refresh',
    title: 'POST /auth/refresh',
    asks: async (troupe) =>
      (await signIn(troupe, CONNECTIONS)).map((refresh_token) => ({
        method: 'POST',
        path: `${API}/auth/refresh`,
        json: { refresh_token },
        chained: true,
      })),
  },
  {
    name: 'introspect',
    title: 'POST /auth/introspect',
    asks: async ({ service, people }) => {
      const basic = await registered(service);
      return people.map(({ accessToken: token }) => ({
        method: 'POST',
        path: `${API}/auth/introspect`,
        basic,
        forms: [{ token }],
      }));
    },
  },
  {
    name: 'client-credentials',
    title: 'POST /auth/token, client_credentials',
    asks: async ({ service, people }) => {
      const basic = await registered(service);
      const forms = [{ grant_type: 'client_credentials' }];
      return people.map(() => ({ method: 'POST', path: `${API}/auth/token`, basic, forms }));
    },
  },
  {
    name: 'jwks',
    title: 'GET /.well-known/jwks.json',
    asks: ({ people }) => people.map(() => ({ method: 'GET', path: '/.well-known/jwks.json' })),
  },
  { name: 'login', title: 'POST /auth/login', asks: ({ people }) => people.map(loginOf) },
];

export const profiles: readonly Part[] = ROUTES.map((route) => ({
  name: route.name,
  title: route.title,
  run: (ground) => withLineup(ground, (lineup) => profile(lineup, route)),
}));

async function registered({ origin }: Service): Promise<string> {
  const { id, secret } = await registerClient(origin);
  return `${id}:${secret}`;
}

async function profile(lineup: Lineup, { name, asks, status = 200 }: Route): Promise<Outcome> {
  const { ground } = lineup;
  const { cores, postgres, quick } = ground;
  const { name: database, env } = await newDatabase(postgres);
  const settings = { ...env, RATE_LIMITS: 'off' };
  const service = await Service.start({ cores, env: settings, profiled: true });
  const troupe = lineup.with({
    service,
    database,
    url: env.DATABASE_URL,
    people: await signUp(service.origin, CONNECTIONS),
  });
  const file = join(await temporaryFolder(), `${name}.cpuprofile`);
  const times = quick ? { rampMs: 300, measureMs: 900 } : { rampMs: 3000, measureMs: 6000 };
  const load = lineup.load({
    origin: service.origin,
    serverPid: service.pid,
    asks: await asks(troupe),
    expectedStatus: status,
    ...times,
  });
  await sleep(times.rampMs);
  await service.beginProfile();
  await load;
  await service.endProfile(file);
  const { owners, functions } = await sharesOf(file);
  return {
    findings: [...owners]
      .filter(([, share]) => share >= LEAST_SHARE)
      .map(([what, share]) => ({ what, found: percent(share) })),
    exhibits: [
      table(
        ['function', 'itself'],
        [...functions].slice(0, FUNCTIONS).map(([what, share]) => [what, percent(share)]),
      ),
    ],
    notes: [
      `Shares of the time in which the main thread was at work, sampled five thousand times a second under ${CONNECTIONS} connections: whose code ran, without what it called. Threads of hashes are not in it.`,
    ],
  };
}
