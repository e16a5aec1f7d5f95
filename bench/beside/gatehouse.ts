import type { Ask } from '../load/request.ts';
import type { Ground } from '../parts/part.ts';
import { CONNECTIONS, startTroupe, type Troupe } from '../phases/stage.ts';
import { call, inParallel } from '../support/http.ts';
import type { Person } from '../support/people.ts';
import { prove } from './peer.ts';

export const API = '/api/v1';
/** On the pages of this benchmark. */
export const GATEHOUSE = 'Gatehouse';
const AT_ONCE = 4;

/** Without limits, as the peers are, unless `settings` say otherwise. */
export async function startGatehouse(
  { cores, postgres }: Ground,
  settings: Record<string, string> = { RATE_LIMITS: 'off' },
): Promise<Troupe> {
  const troupe = await startTroupe(cores, postgres, settings);
  await proveIt(troupe);
  return troupe;
}

export function get(path: string, { accessToken }: Person): Ask {
  return { method: 'GET', path, token: accessToken };
}

export function loginOf({ username, password, deviceToken }: Person): Ask {
  return { method: 'POST', path: `${API}/auth/login`, json: { username, password }, deviceToken };
}

/** So many sessions, of all people in turn: their refresh tokens. */
export async function signIn({ service, people }: Troupe, count: number): Promise<string[]> {
  const tokens: string[] = [];
  const numbers = Array.from({ length: count }, (_, index) => index);
  await inParallel(numbers, AT_ONCE, async (index) => {
    const { username, password, deviceToken } = people[index % CONNECTIONS]!;
    const headers = { 'x-device-token': deviceToken };
    const { body } = await call(`${service.origin}${API}/auth/login`, { json: { username, password }, headers });
    tokens[index] = body.refresh_token as string;
  });
  return tokens;
}

export async function adminToken({ service }: Pick<Troupe, 'service'>): Promise<string> {
  const json = { username: 'admin', password: 'violet anchor under glass' };
  const { body } = await call(`${service.origin}${API}/auth/login`, { json });
  return body.access_token as string;
}

export function claimsOf(token: string): { readonly sub: string; readonly sid: string; readonly iss: string } {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as ReturnType<typeof claimsOf>;
}

/** Its own tests go further; this is what the peers are asked as well. */
async function proveIt(troupe: Troupe): Promise<void> {
  const api = `${troupe.service.origin}${API}`;
  const [person, other] = troupe.people as [Person, Person];
  const wrong = { username: person.username, password: 'not this one' };
  prove('Gatehouse refuses a wrong password', (await call(`${api}/auth/login`, { json: wrong })).status === 401);
  const me = (token: string) => call(`${api}/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  prove('Gatehouse knows who asks', (await me(other.accessToken)).body.username === other.username);
  prove('Gatehouse refuses a forged token', (await me(`${other.accessToken.slice(0, -4)}AAAA`)).status === 401);
  const [spare] = await signIn(troupe, 1);
  const refresh = (refresh_token: string) => call(`${api}/auth/refresh`, { json: { refresh_token } });
  const next = await refresh(spare!);
  prove('Gatehouse rotates', next.status === 200 && next.body.refresh_token !== spare);
  await refresh(next.body.refresh_token as string);
  prove('Gatehouse takes a refresh token once', (await refresh(spare!)).status === 401);
}
