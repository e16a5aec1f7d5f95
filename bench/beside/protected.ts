import { exportSPKI, importJWK, type JWK } from 'jose';
import type { NestOrder } from '../bare/nest.ts';
import type { Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { ISSUER, urisOf } from '../services/fleet.ts';
import { call } from '../support/http.ts';
import type { Person } from '../support/people.ts';
import { hold } from './contest.ts';
import { API, GATEHOUSE, get, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { prove } from './peer.ts';
import { startTutorial } from './tutorial.ts';

const BARE = 'Nest on Fastify, nothing guarded';
const PASSPORT = 'Nest on Fastify, passport-jwt, ES256';
const KIT = 'Nest on Fastify, @gatehouse/nestjs';
const OWN = `${GATEHOUSE} itself, permission missing`;
const TUTORIAL = 'tutorial, user looked up';

export const protectedRoute: Part = {
  name: 'protected',
  title: 'A protected route, no user row read',
  run: (ground) => withLineup(ground, measure),
};

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const settings = { RATE_LIMITS: 'off', PUBLIC_URL: ISSUER };
  const { service, people } = lineup.with(await startGatehouse(ground, settings));
  const tutorial = lineup.with(await startTutorial(ground));
  const uris = urisOf(service);
  const person = (connection: number): Person => people[connection % CONNECTIONS]!;
  const things = (connection: number) => get('/things', person(connection));

  const passport = { guard: 'passport-jwt', publicKeyPem: await pemOf(uris.jwksUri), issuer: ISSUER } as const;
  const kit = { guard: 'kit', issuer: ISSUER, ...uris } as const;
  const refuses = (origin: string) => refusesForged(origin, person(0).accessToken);
  const nest = (name: string, order: NestOrder) =>
    lineup.bareServer('nest', order, { name, ask: things, proof: order.guard === 'none' ? undefined : refuses });
  const sides = [
    await lineup.bareServer('node-http', {}, { name: 'node:http, nothing guarded', ask: things }),
    await nest(BARE, { guard: 'none' }),
    await nest(PASSPORT, passport),
    await nest(KIT, kit),
    lineup.over({ name: OWN, server: service, ask: (at) => get(`${API}/roles`, person(at)), status: 403 }),
    lineup.over({
      name: TUTORIAL,
      server: tutorial.peer,
      ask: (at) => ({ method: 'GET', path: '/protected', token: tutorial.tokens[at % CONNECTIONS]!.access_token }),
    }),
  ];
  return hold(ground, {
    name: 'protected',
    operation: 'A protected route, the same token again',
    sides,
    ours: [KIT, OWN],
    packages: [
      '@nestjs/core',
      '@nestjs/platform-fastify',
      'fastify',
      '@nestjs/passport',
      'passport-jwt',
      'express',
      'typeorm',
    ],
    goals: [
      { of: KIT, against: BARE, atLeast: 0.75 },
      { of: KIT, against: PASSPORT, atLeast: 4 },
      { of: OWN, against: BARE, atLeast: 0.75 },
      { of: OWN, against: PASSPORT, atLeast: 4 },
      { of: KIT, against: TUTORIAL },
    ],
    notes: [
      'The same route of the same Nest on Fastify, unguarded and behind each guard; every connection shows its own token, again and again. The kit knows of revocations from the feed of a Gatehouse that runs beside it, passport-jwt knows of none. Gatehouse itself has no route that needs a token and no database; the nearest is one that its permission guard refuses, which costs a problem document as well. A tutorial verifies HS256, which is quicker, and reads the user each time.',
    ],
  });
}

async function pemOf(jwksUri: string): Promise<string> {
  const { keys } = (await call(jwksUri)).body as { keys: JWK[] };
  const key = await importJWK(keys[0]!, 'ES256');
  if (key instanceof Uint8Array) throw new Error('Not a public key');
  return exportSPKI(key);
}

/** Nobody is compared with a guard that lets everybody in. */
async function refusesForged(origin: string, token: string): Promise<void> {
  const status = async (shown: string) =>
    (await call(`${origin}/things`, { headers: { authorization: `Bearer ${shown}` } })).status;
  prove('the guard lets in whom it should', (await status(token)) === 200);
  prove('the guard refuses a forged token', (await status(`${token.slice(0, -4)}AAAA`)) === 401);
}
