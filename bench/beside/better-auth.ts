import { connectTo } from '../support/database.ts';
import { call, inParallel } from '../support/http.ts';
import type { Ground } from '../parts/part.ts';
import type { Ask } from '../load/request.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { type Peer, type PeerOptions, prove, startPeer } from './peer.ts';

const PASSWORD = 'seven quiet lanterns drift';
const AT_ONCE = 4;

export interface BetterAuth {
  readonly peer: Peer;
  /** The cookies of as many signed-in people as there are connections. The first one is an administrator. */
  readonly cookies: readonly string[];
}

export async function startBetterAuth(
  ground: Ground,
  cookieCache: 'on' | 'off',
  options: Pick<PeerOptions, 'on' | 'url'> = {},
): Promise<BetterAuth> {
  const peer = await startPeer(ground, { program: 'better-auth', env: { COOKIE_CACHE: cookieCache }, ...options });
  const numbers = Array.from({ length: CONNECTIONS }, (_, index) => index);
  await inParallel(numbers, AT_ONCE, async (index) => {
    const { status, body } = await signUp(peer, index);
    prove('better-auth signs up whom it does not know', status === 200, body);
  });
  const sql = await connectTo(peer.url);
  await sql.query(`UPDATE "user" SET role = 'admin' WHERE email = $1`, [emailOf(0)]);
  const cookies: string[] = [];
  await inParallel(numbers, AT_ONCE, async (index) => void (cookies[index] = await cookieOf(peer, index)));
  await proveIt(peer, cookies, cookieCache);
  return { peer, cookies };
}

/** From where its own pages are, as a browser says with every POST. */
export function loginAt({ origin }: Peer, index: number): Ask {
  return {
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers: { origin },
    json: { email: emailOf(index), password: PASSWORD },
  };
}

function emailOf(index: number): string {
  return `bench${index}@example.org`;
}

function signUp({ origin }: Peer, index: number) {
  const json = { name: `bench${index}`, email: emailOf(index), password: PASSWORD };
  return call(`${origin}/api/auth/sign-up/email`, { json, headers: { origin } });
}

async function cookieOf(peer: Peer, index: number): Promise<string> {
  const { path, json, headers: sent } = loginAt(peer, index);
  const { headers } = await call(`${peer.origin}${path}`, { json, headers: sent });
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .join('; ');
}

async function proveIt(peer: Peer, cookies: readonly string[], cookieCache: 'on' | 'off'): Promise<void> {
  const { origin } = peer;
  const session = (cookie: string) => call(`${origin}/api/auth/get-session`, { headers: { cookie } });
  const wrong = await call(`${origin}/api/auth/sign-in/email`, {
    json: { email: emailOf(0), password: 'not this one' },
    headers: { origin },
  });
  prove('better-auth refuses a wrong password', wrong.status === 401);
  prove('better-auth knows a session', (await session(cookies[1]!)).body.user.email === emailOf(1));
  prove(
    'better-auth knows only its own sessions',
    (await session(cookies[1]!.replace('token=', 'token=a'))).body === null,
  );
  const cached = cookies[1]!.includes('session_data=');
  prove(`the cookie cache of better-auth is ${cookieCache}`, cached === (cookieCache === 'on'));
  const spare = await cookieOf(peer, 2);
  await call(`${origin}/api/auth/sign-out`, { json: {}, headers: { cookie: spare, origin } });
  // A cached one lives on until its five minutes are over, which is what the cache is.
  const left = (await session(spare)).body;
  if (cookieCache === 'off') prove('better-auth ends a session', left === null, left);
  else prove('better-auth asks its cookie cache only', left?.user.email === emailOf(2), left);
  const list = (cookie: string) => call(`${origin}/api/auth/admin/list-users?limit=5`, { headers: { cookie } });
  // It answers the same to an address that it knows, as somebody who asks must not find out.
  await signUp(peer, 0);
  const { users, total } = (await list(cookies[0]!)).body;
  prove('better-auth lists users, each one once', users.length === 5 && total === CONNECTIONS, total);
  prove('better-auth lists them for administrators only', (await list(cookies[1]!)).status === 403);
}
