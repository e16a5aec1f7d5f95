import type { JSONWebKeySet } from 'jose';
import type { JoseSlot } from '../bare/jose.ts';
import type { Ask } from '../load/request.ts';
import type { Ground, Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, type Troupe } from '../phases/stage.ts';
import { registerClient } from '../support/clients.ts';
import { call } from '../support/http.ts';
import { type Contest, hold } from './contest.ts';
import { API, GATEHOUSE, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { introspectionOf, JWT_TOKEN, startOidcProvider } from './oidc-provider.ts';
import { prove } from './peer.ts';

const OIDC = 'oidc-provider';
const JOSE = 'bare jose verification, no HTTP';
const JWKS_PATH = '/.well-known/jwks.json';

/** Of a token at Gatehouse, by a client: `basic` is its id and secret. */
export const introspectionBy = (basic: string, token: string): Ask => ({
  method: 'POST',
  path: `${API}/auth/introspect`,
  basic,
  forms: [{ token }],
});

/** A token of Gatehouse for a client itself. */
export const tokenFor = (basic: string): Ask => ({
  method: 'POST',
  path: `${API}/auth/token`,
  basic,
  forms: [{ grant_type: 'client_credentials' }],
});

export const introspect: Part = {
  name: 'introspect',
  title: 'Introspection',
  run: (ground) =>
    against(ground, async (lineup, { troupe, oidc, basic }) => {
      const tokens = troupe.people.map(({ accessToken }) => accessToken);
      const jwks = (await call(`${troupe.service.origin}${JWKS_PATH}`)).body as JSONWebKeySet;
      return {
        name: 'introspect',
        operation: 'Introspection',
        sides: [
          lineup.over({
            name: GATEHOUSE,
            server: troupe.service,
            ask: (at) => introspectionBy(basic, tokens[at % CONNECTIONS]!),
          }),
          lineup.over({
            name: OIDC,
            server: oidc.peer,
            ask: (at) => introspectionOf(oidc.tokens[at % CONNECTIONS]!),
          }),
          lineup.bareLoop<JoseSlot>(JOSE, 'jose', { jwks, tokens }),
        ],
        ours: [GATEHOUSE],
        packages: ['oidc-provider', 'jose', 'pg'],
        goals: [
          { of: GATEHOUSE, against: OIDC, atLeast: 3 },
          { of: GATEHOUSE, against: JOSE },
        ],
        notes: [
          'A client asks about 32 tokens again and again. Those of Gatehouse are JWTs, of which it looks at time, key and revocations each time and computes the signature the first time; those of oidc-provider are opaque and read from the database each time, because it introspects no JWTs. Its client is written in its configuration, which is what it can look up quickest; clients of Gatehouse live in the database.',
        ],
      };
    }),
};

export const clientCredentials: Part = {
  name: 'client-credentials',
  title: 'Tokens for clients',
  run: (ground) =>
    against(ground, async (lineup, { troupe, oidc, basic }) => {
      const ask = tokenFor(basic);
      return {
        name: 'client-credentials',
        operation: 'client_credentials',
        sides: [
          lineup.over({ name: GATEHOUSE, server: troupe.service, ask: () => ask }),
          lineup.over({ name: OIDC, server: oidc.peer, ask: () => JWT_TOKEN }),
        ],
        ours: [GATEHOUSE],
        packages: ['oidc-provider', 'pg'],
        goals: [{ of: GATEHOUSE, against: OIDC, atLeast: 1.8 }],
        notes: [
          'Both sign a JWT by ES256 with each answer, for a client that shows its secret (`client_secret_basic`).',
        ],
      };
    }),
};

export const jwks: Part = {
  name: 'jwks',
  title: 'Public keys',
  run: (ground) =>
    against(ground, async (lineup, { troupe, oidc }) => ({
      name: 'jwks',
      operation: 'GET the key set',
      sides: [
        lineup.over({ name: GATEHOUSE, server: troupe.service, ask: () => ({ method: 'GET', path: JWKS_PATH }) }),
        lineup.over({ name: OIDC, server: oidc.peer, ask: () => ({ method: 'GET', path: '/jwks' }) }),
        await lineup.bareServer('node-http', {}, { name: 'node:http', ask: () => ({ method: 'GET', path: '/' }) }),
      ],
      ours: [GATEHOUSE],
      packages: ['oidc-provider'],
      goals: [{ of: GATEHOUSE, against: OIDC, atLeast: 1.8 }],
      notes: ['One key of P-256 each.'],
    })),
};

type ContestOf = (lineup: Lineup, both: Both) => Promise<Contest>;

function against(ground: Ground, contestOf: ContestOf): Promise<Outcome> {
  return withLineup(ground, (lineup) => compare(lineup, contestOf));
}

interface Both {
  readonly troupe: Troupe;
  readonly oidc: Awaited<ReturnType<typeof startOidcProvider>>;
  /** Of the client that is registered with Gatehouse. */
  readonly basic: string;
}

async function compare(lineup: Lineup, contestOf: ContestOf): Promise<Outcome> {
  const { ground } = lineup;
  const troupe = lineup.with(await startGatehouse(ground));
  const oidc = lineup.with(await startOidcProvider(ground));
  const client = await registerClient(troupe.service.origin);
  const both = { troupe, oidc, basic: `${client.id}:${client.secret}` };
  await proveIntrospection(both);
  return hold(ground, await contestOf(lineup, both));
}

async function proveIntrospection({ troupe: { service, people }, basic }: Both): Promise<void> {
  const ask = async (token: string, credentials: string) => {
    const response = await fetch(`${service.origin}${API}/auth/introspect`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ token }),
    });
    return { status: response.status, body: (await response.json()) as { active?: boolean } };
  };
  const { accessToken } = people[0]!;
  prove('Gatehouse knows a token of its own', (await ask(accessToken, basic)).body.active === true);
  prove('Gatehouse knows no forged one', (await ask(`${accessToken.slice(0, -4)}AAAA`, basic)).body.active === false);
  prove('Gatehouse answers its clients only', (await ask(accessToken, `${basic}x`)).status === 401);
}
