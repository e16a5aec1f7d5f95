import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Lineup, withLineup } from '../beside/lineup.ts';
import { introspectionBy, tokenFor } from '../beside/tokens.ts';
import type { Ask } from '../load/request.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, newDatabase, type Troupe } from '../phases/stage.ts';
import { JWKS, LIVE, LOGIN, ME, REFRESH, REFUSED, type Target } from '../phases/targets.ts';
import { registerClient } from '../support/clients.ts';
import { percent, table } from '../support/page.ts';
import { type Person, signUp } from '../support/people.ts';
import { Service, temporaryFolder } from '../support/service.ts';
import { sharesOf } from './samples.ts';

/** Less than this is not worth a line. */
const LEAST_SHARE = 0.015;
const FUNCTIONS = 12;

interface Route {
  readonly name: string;
  readonly title: string;
  readonly status: number;
  readonly asks: (troupe: Troupe) => readonly Ask[] | Promise<readonly Ask[]>;
}

/** As it is measured without a profiler. */
const ofPeople = (name: string, { name: title, status, ask }: Target): Route => ({
  name,
  title,
  status,
  asks: ({ people }) => people.map(ask),
});

const ofClient = (name: string, title: string, ask: (basic: string, person: Person) => Ask): Route => ({
  name,
  title,
  status: 200,
  asks: async ({ service, people }) => {
    const { id, secret } = await registerClient(service.origin);
    return people.map((person) => ask(`${id}:${secret}`, person));
  },
});

const ROUTES: readonly Route[] = [
  ofPeople('live', LIVE),
  ofPeople('me', ME),
  ofPeople('refused', REFUSED),
  ofPeople('refresh', REFRESH),
  ofClient('introspect', 'POST /auth/introspect', (basic, { accessToken }) => introspectionBy(basic, accessToken)),
  ofClient('client-credentials', 'POST /auth/token, client_credentials', tokenFor),
  ofPeople('jwks', JWKS),
  ofPeople('login', LOGIN),
];

export const profiles: readonly Part[] = ROUTES.map((route) => ({
  name: route.name,
  title: route.title,
  run: (ground) => withLineup(ground, (lineup) => profile(lineup, route)),
}));

async function profile(lineup: Lineup, { name, asks, status }: Route): Promise<Outcome> {
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
