import type { Ask } from '../load/request.ts';
import type { Ground } from '../parts/part.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { type Peer, type PeerOptions, prove, startPeer } from './peer.ts';

const CLIENT = { id: 'bench', secret: 'of-a-client-that-only-measures' };
const BASIC = `${CLIENT.id}:${CLIENT.secret}`;

export interface OidcProvider {
  readonly peer: Peer;
  /** Opaque ones, kept in the database, one for each connection. */
  readonly tokens: readonly string[];
}

export async function startOidcProvider(
  ground: Ground,
  options: Pick<PeerOptions, 'on' | 'url'> = {},
): Promise<OidcProvider> {
  const env = { CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret };
  const peer = await startPeer(ground, { program: 'oidc-provider', env, ...options });
  const tokens: string[] = [];
  for (let at = 0; at < CONNECTIONS; at += 1) tokens.push(await tokenFor(peer, OPAQUE));
  await proveIt(peer, tokens[0]!);
  return { peer, tokens };
}

const OPAQUE = 'urn:bench:opaque';
const JWT = 'urn:bench:jwt';

export const JWT_TOKEN: Ask = {
  method: 'POST',
  path: '/token',
  basic: BASIC,
  forms: [{ grant_type: 'client_credentials', resource: JWT, scope: 'stock:read' }],
};

export function introspectionOf(token: string): Ask {
  return { method: 'POST', path: '/token/introspection', basic: BASIC, forms: [{ token }] };
}

async function tokenFor({ origin }: Peer, resource: string): Promise<string> {
  const { status, body } = await post(`${origin}/token`, {
    grant_type: 'client_credentials',
    resource,
    scope: 'stock:read',
  });
  prove('oidc-provider gives a token to its client', status === 200, body);
  return body['access_token'] as string;
}

async function proveIt(peer: Peer, opaque: string): Promise<void> {
  const { origin } = peer;
  const asked = (token: string) => post(`${origin}/token/introspection`, { token });
  const { body } = await asked(opaque);
  prove('oidc-provider knows a token of its own', body['active'] === true && body['scope'] === 'stock:read', body);
  prove('oidc-provider knows no other token', (await asked(`${opaque.slice(0, -4)}AAAA`)).body['active'] === false);
  const stranger = await post(`${origin}/token/introspection`, { token: opaque }, `${CLIENT.id}:wrong`);
  prove('oidc-provider answers its clients only', stranger.status === 401);
  const [header] = (await tokenFor(peer, JWT)).split('.');
  const { alg, kid } = JSON.parse(Buffer.from(header!, 'base64url').toString()) as { alg: string; kid: string };
  const { keys } = (await (await fetch(`${origin}/jwks`)).json()) as { keys: { kid: string }[] };
  prove('oidc-provider signs by ES256, with a key that it shows', alg === 'ES256' && keys[0]!.kid === kid);
}

async function post(url: string, form: Record<string, string>, basic = BASIC) {
  const authorization = `Basic ${Buffer.from(basic).toString('base64')}`;
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
