import type { Ask } from '../load/request.ts';
import { textsOf } from '../load/request.ts';
import { Connection } from '../load/connection.ts';
import type { Slot, SlotResult } from '../load/slot.ts';
import { type Finding, type Ground, type Outcome, type Part } from '../parts/part.ts';
import { CONNECTIONS, startGenerator, startTroupe, type Troupe } from '../phases/stage.ts';
import { registerClient } from '../support/clients.ts';
import { counterOf } from '../support/counter.ts';
import { connectTo } from '../support/database.ts';
import { number, spread } from '../support/page.ts';
import { spreadOf } from '../support/statistics.ts';

const GOAL = 0.5;
const COUNTED = 2000;
/** More in all than Gatehouse remembers, so that each is always shown for the first time. */
const NEW_TOKENS = 200;

/** Introspection against a route of the same server that does nothing: the two in turn, round by round. */
export const introspection: Part = {
  name: 'introspection',
  title: 'Asking about tokens',
  longestMs: 10 * 60_000,
  run,
};

async function run({ cores, postgres, quick }: Ground): Promise<Outcome> {
  const generator = startGenerator();
  const troupe = await startTroupe(cores, postgres, { RATE_LIMITS: 'off' });
  const { service } = troupe;
  const asks = await asksOf(troupe, quick ? 5 : NEW_TOKENS);
  const names = Object.keys(asks) as (keyof typeof asks)[];
  const sql = await connectTo(postgres.url);
  const statements = await statementsOf(sql, troupe.database, service.origin, asks.known[0]!);

  const times = quick ? { rampMs: 100, measureMs: 500 } : { rampMs: 300, measureMs: 1700 };
  const load = (name: (typeof names)[number]) =>
    generator.ask<SlotResult>({
      origin: service.origin,
      serverPid: service.pid,
      otherCores: cores.others,
      expectedStatus: 200,
      asks: asks[name],
      ...times,
    } satisfies Slot);
  for (const name of names) await load(name); // lets the compiler see what is hot
  const rounds: Record<(typeof names)[number], SlotResult>[] = [];
  for (let round = 0; round < (quick ? 2 : 8); round += 1) {
    const results = new Map<string, SlotResult>();
    for (const name of round % 2 === 0 ? names : names.toReversed()) results.set(name, await load(name));
    rounds.push(Object.fromEntries(results) as (typeof rounds)[number]);
  }
  await Promise.all([generator.stop(), service.stop()]);

  const ratio = (name: (typeof names)[number], of: 'perSecond' | 'serverMicros') =>
    spreadOf(rounds.map(({ live, [name]: it }) => (of === 'perSecond' ? it[of] / live[of] : live[of] / it[of])));
  const main = ratio('known', 'perSecond');
  const figure = (what: string, name: (typeof names)[number]): Finding => ({
    what,
    found: `${spread(spreadOf(rounds.map((round) => round[name].perSecond)))}/s; ${number(spreadOf(rounds.map((round) => round[name].serverMicros)).median)} µs of processor time`,
  });
  return {
    findings: [
      {
        what: '`POST /auth/introspect` / `GET /health/live`, requests/s',
        found: spread(main, 2),
        goal: `≥ ${GOAL}`,
        met: main.median >= GOAL,
      },
      { what: 'the same in processor time', found: spread(ratio('known', 'serverMicros'), 2) },
      { what: 'the same, each token shown for the first time', found: spread(ratio('fresh', 'perSecond'), 2) },
      statements,
      figure('`GET /health/live`', 'live'),
      figure('`POST /auth/introspect`, tokens that were shown before', 'known'),
      figure('`POST /auth/introspect`, each token for the first time', 'fresh'),
      figure('`POST /auth/introspect`, forged tokens', 'forged'),
      figure('`POST /auth/token`, `client_credentials`', 'token'),
      figure('`GET /.well-known/jwks.json`', 'jwks'),
    ],
    notes: [
      `${number(rounds.length)} rounds of ${times.measureMs / 1000} s for each route, ${CONNECTIONS} connections, one processor for Gatehouse, which all routes keep busy; the order is turned around from round to round. A client with \`client_secret_basic\` asks about ${CONNECTIONS} tokens again and again, as a service does that is shown the same token with each request; of a token that was shown before, the signature is not computed anew, everything that can change is looked at each time (time, key, revocations). Of one that is new it is (ES256), and that takes longer than all the rest.`,
    ],
  };
}

async function asksOf({ service, people }: Troupe, newTokens: number) {
  const client = await registerClient(service.origin);
  const basic = `${client.id}:${client.secret}`;
  const each = (ask: (index: number) => Ask) => Array.from({ length: CONNECTIONS }, (_, index) => ask(index));
  const get = (path: string) => each(() => ({ method: 'GET', path }));
  const asking = (tokens: readonly string[]): Ask => ({
    method: 'POST',
    path: '/api/v1/auth/introspect',
    basic,
    forms: tokens.map((token) => ({ token })),
  });
  const token: Ask = {
    method: 'POST',
    path: '/api/v1/auth/token',
    basic,
    forms: [{ grant_type: 'client_credentials' }],
  };
  const fresh = await Promise.all(each(() => token).map((ask) => tokensFor(service.origin, ask, newTokens)));
  return {
    live: get('/health/live'),
    known: each((index) => asking([people[index]!.accessToken])),
    fresh: each((index) => asking(fresh[index]!)),
    forged: each((index) => asking([forged(people[index]!.accessToken)])),
    token: each(() => token),
    jwks: get('/.well-known/jwks.json'),
  };
}

async function tokensFor(origin: string, ask: Ask, count: number): Promise<string[]> {
  const connection = await Connection.open(origin);
  const [text] = textsOf(ask);
  const tokens: string[] = [];
  while (tokens.length < count) {
    const { status, body } = await connection.send(text!);
    if (status !== 200) throw new Error(`No token for the client: ${status} ${body}`);
    tokens.push((JSON.parse(body) as { access_token: string }).access_token);
  }
  connection.close();
  return tokens;
}

/** With the signature of something else. */
function forged(token: string): string {
  const parts = token.split('.');
  return [...parts.slice(0, 2), `${'A'.repeat(parts[2]!.length - 2)}AA`].join('.');
}

/** Counted by PostgreSQL itself, over requests one after another. */
async function statementsOf(
  sql: Parameters<typeof counterOf>[0],
  database: string,
  origin: string,
  ask: Ask,
): Promise<Finding> {
  const { counted, count } = await counterOf(sql);
  const connection = await Connection.open(origin);
  const [text] = textsOf(ask);
  const send = async () => {
    const { status, body } = await connection.send(text!);
    if (status !== 200 || !body.startsWith('{"active":true'))
      throw new Error(`The token is not good: ${status} ${body}`);
  };
  await send();
  const before = await count(database);
  for (let sent = 0; sent < COUNTED; sent += 1) await send();
  const grown = (await count(database)) - before;
  connection.close();
  return {
    what: `SQL ${counted} during ${number(COUNTED)} of them, what the service does by itself included`,
    found: number(grown),
    goal: `< ${COUNTED / 100}`,
    met: grown < COUNTED / 100,
  };
}
