import type { Ask } from '../load/request.ts';
import type { Person } from '../support/people.ts';
import { CONNECTIONS, type Stage, type Troupe } from './stage.ts';

/** Something that is measured under load. */
export interface Target {
  readonly name: string;
  readonly note: string;
  readonly on: 'bare' | 'open' | 'limited' | 'inRedis';
  readonly status: number;
  readonly ask: (person: Person) => Ask;
}

const get = (path: string) => (): Ask => ({ method: 'GET', path });
const getAs =
  (path: string) =>
  (person: Person): Ask => ({ method: 'GET', path, token: person.accessToken });
const refresh = ({ refreshToken }: Person): Ask => ({
  method: 'POST',
  path: '/api/v1/auth/refresh',
  json: { refresh_token: refreshToken },
  chained: true,
});
const loginOnNewDevice = ({ username, password }: Person): Ask => ({
  method: 'POST',
  path: '/api/v1/auth/login',
  json: { username, password },
});
const login = (person: Person): Ask => ({ ...loginOnNewDevice(person), deviceToken: person.deviceToken });

export const BARE: Target = { name: 'bare Fastify', note: 'the yardstick', on: 'bare', status: 200, ask: get('/') };
export const LIVE: Target = {
  name: 'GET /health/live',
  note: 'the whole way through Nest, nothing to do',
  on: 'open',
  status: 200,
  ask: get('/health/live'),
};
export const JWKS: Target = {
  name: 'GET /.well-known/jwks.json',
  note: 'public keys',
  on: 'open',
  status: 200,
  ask: get('/.well-known/jwks.json'),
};
export const REFUSED: Target = {
  name: 'GET /roles, refused',
  note: 'token verified, permission missing: 403 without the database',
  on: 'open',
  status: 403,
  ask: getAs('/api/v1/roles'),
};
export const SESSIONS: Target = {
  name: 'GET /auth/sessions',
  note: 'token verified, no user row read',
  on: 'open',
  status: 200,
  ask: getAs('/api/v1/auth/sessions'),
};
export const ME: Target = {
  name: 'GET /auth/me',
  note: 'token verified, user row read',
  on: 'open',
  status: 200,
  ask: getAs('/api/v1/auth/me'),
};
export const REFRESH: Target = {
  name: 'POST /auth/refresh',
  note: 'one chain for each connection; commits are flushed',
  on: 'open',
  status: 200,
  ask: refresh,
};
export const REFRESH_LIMITED: Target = {
  ...REFRESH,
  name: 'POST /auth/refresh, limits on',
  note: 'the same, counted in the database first',
  on: 'limited',
};
export const REFRESH_IN_REDIS: Target = {
  ...REFRESH,
  name: 'POST /auth/refresh, limits in Redis',
  note: 'the same, counted in Redis first',
  on: 'inRedis',
};
export const LOGIN: Target = {
  name: 'POST /auth/login',
  note: 'on a device that is known, as nearly all sign-ins are; saturated by password hashes',
  on: 'open',
  status: 200,
  ask: login,
};
export const LOGIN_LIMITED: Target = { ...LOGIN, name: 'POST /auth/login, limits on', on: 'limited' };
export const LOGIN_NEW_DEVICE: Target = {
  ...LOGIN,
  name: 'POST /auth/login, new device',
  note: 'each on a new device, of which the owner is told by a letter',
  ask: loginOnNewDevice,
};

const QUICK_ROUTES = [BARE, LIVE, JWKS, REFUSED, SESSIONS, ME, REFRESH, REFRESH_LIMITED, REFRESH_IN_REDIS];

export function quickRoutes(stage: Stage): readonly Target[] {
  return QUICK_ROUTES.filter((target) => isThere(stage, target));
}

/** Not every machine has a Redis. */
export function isThere(stage: Stage, { on }: Target): boolean {
  return on !== 'inRedis' || stage.inRedis !== undefined;
}

export function troupeOf(stage: Stage, { on }: Target): Troupe {
  if (on === 'inRedis') return stage.inRedis!;
  return on === 'limited' ? stage.limited : stage.open;
}

/** What a slot of load on this target needs to know. */
export function aim(stage: Stage, target: Target) {
  const { service, people } = troupeOf(stage, target);
  const { origin, pid } = target.on === 'bare' ? { origin: stage.bare.origin, pid: stage.bare.child.pid } : service;
  return {
    origin,
    serverPid: pid,
    otherCores: stage.cores.others,
    expectedStatus: target.status,
    asks: people.slice(0, CONNECTIONS).map(target.ask),
  };
}

/** The chain goes on where it ended. */
export function keepRefreshTokens(stage: Stage, target: Target, tokens: readonly string[]): void {
  const { people } = troupeOf(stage, target);
  tokens.forEach((token, index) => (people[index]!.refreshToken = token));
}
