import { adminToken, API, get, loginOf } from '../beside/gatehouse.ts';
import { type Ask, COUNTER } from '../load/request.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { registerClient } from '../support/clients.ts';
import type { Village } from './village.ts';

export interface Operation {
  readonly name: string;
  /** Takes as long as a password hash. */
  readonly slow?: boolean;
  readonly status?: number;
  readonly ask: (connection: number) => Ask;
  readonly keep?: (refreshTokens: readonly string[]) => void;
}

/** All that is measured, as it is asked of this service. */
export async function operationsOf({ service, people }: Village): Promise<Operation[]> {
  const client = await registerClient(service.origin);
  const basic = `${client.id}:${client.secret}`;
  const token = await adminToken({ service });
  const person = (connection: number) => people[connection % CONNECTIONS]!;
  let asked = 0;
  const post = (path: string, rest: Partial<Ask>): Ask => ({ method: 'POST', path: `${API}${path}`, ...rest });
  return [
    { name: 'protected route', status: 403, ask: (at) => get(`${API}/roles`, person(at)) },
    { name: 'GET /auth/me', ask: (at) => get(`${API}/auth/me`, person(at)) },
    {
      name: 'refresh',
      ask: (at) => post('/auth/refresh', { json: { refresh_token: person(at).refreshToken }, chained: true }),
      keep: (tokens) => tokens.forEach((last, at) => (person(at).refreshToken = last)),
    },
    {
      name: 'introspect',
      ask: (at) => post('/auth/introspect', { basic, forms: [{ token: person(at).accessToken }] }),
    },
    {
      name: 'client_credentials',
      ask: () => post('/auth/token', { basic, forms: [{ grant_type: 'client_credentials' }] }),
    },
    { name: 'JWKS', ask: () => ({ method: 'GET', path: '/.well-known/jwks.json' }) },
    { name: 'user list', ask: () => ({ method: 'GET', path: `${API}/users?limit=20`, token }) },
    { name: 'login', slow: true, ask: (at) => loginOf(person(at)) },
    {
      name: 'register',
      slow: true,
      status: 201,
      ask: (at) => {
        const username = `n${(asked += 1)}c${at}x${COUNTER}`;
        const json = { username, email: `${username}@example.org`, password: 'seven quiet lanterns drift' };
        return post('/auth/register', { json, counted: true });
      },
    },
  ];
}
