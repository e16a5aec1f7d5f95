import type { Ask } from '../load/request.ts';
import type { Ground } from '../parts/part.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { connectTo } from '../support/database.ts';
import { call, inParallel } from '../support/http.ts';
import { type Peer, type PeerOptions, prove, startPeer } from './peer.ts';

const PASSWORD = 'seven quiet lanterns drift';
const AT_ONCE = 4;

export interface Tutorial {
  readonly peer: Peer;
  /** Of as many people as there are connections. The first one is an administrator. */
  readonly tokens: readonly Tokens[];
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

export async function startTutorial(ground: Ground, options: Pick<PeerOptions, 'on' | 'url'> = {}): Promise<Tutorial> {
  const peer = await startPeer(ground, { program: 'tutorial', ...options });
  const numbers = Array.from({ length: CONNECTIONS }, (_, index) => index);
  await inParallel(numbers, AT_ONCE, async (index) => {
    prove('the tutorial registers whom it does not know', (await register(peer, index)).status === 201);
  });
  const sql = await connectTo(peer.url);
  await sql.query(`UPDATE users SET role = 'admin' WHERE username = 'bench0'`);
  const tokens = await signInAtTutorial(peer, CONNECTIONS);
  await proveIt(peer, tokens);
  return { peer, tokens };
}

/** So many sessions, of all people in turn. */
export async function signInAtTutorial({ origin }: Peer, count: number): Promise<Tokens[]> {
  const tokens: Tokens[] = [];
  const numbers = Array.from({ length: count }, (_, index) => index);
  await inParallel(numbers, AT_ONCE, async (index) => {
    tokens[index] = (await call(`${origin}/auth/login`, { json: loginAt(index % CONNECTIONS).json! })).body as Tokens;
  });
  return tokens;
}

export function loginAt(index: number): Ask {
  return { method: 'POST', path: '/auth/login', json: { username: `bench${index}`, password: PASSWORD } };
}

function register({ origin }: Peer, index: number) {
  const username = `bench${index}`;
  return call(`${origin}/auth/register`, { json: { username, email: `${username}@example.org`, password: PASSWORD } });
}

async function proveIt(peer: Peer, tokens: readonly Tokens[]): Promise<void> {
  const { origin } = peer;
  prove('the tutorial knows a name only once', (await register(peer, 0)).status === 500);
  const wrong = await call(`${origin}/auth/login`, { json: { username: 'bench0', password: 'not this one' } });
  prove('the tutorial refuses a wrong password', wrong.status === 401);
  const get = (path: string, token: string) =>
    call(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const me = await get('/auth/me', tokens[1]!.access_token);
  prove(
    'the tutorial knows who asks, and keeps the hash to itself',
    me.body.username === 'bench1' && !me.body.password,
  );
  const forged = `${tokens[1]!.access_token.slice(0, -4)}AAAA`;
  prove('the tutorial refuses a forged token', (await get('/auth/me', forged)).status === 401);
  prove('the tutorial protects its route', (await get('/protected', 'none')).status === 401);
  const refresh = (refresh_token: string) => call(`${origin}/auth/refresh`, { json: { refresh_token } });
  const [spare] = await signInAtTutorial(peer, 1);
  const next = await refresh(spare!.refresh_token);
  prove('the tutorial rotates', next.status === 200 && next.body.refresh_token !== spare!.refresh_token);
  prove('the tutorial takes a refresh token once', (await refresh(spare!.refresh_token)).status === 401);
  prove('the tutorial lists users', (await get('/users?limit=5', tokens[0]!.access_token)).body.users.length === 5);
  prove(
    'the tutorial lists them for administrators only',
    (await get('/users', tokens[1]!.access_token)).status === 403,
  );
}
