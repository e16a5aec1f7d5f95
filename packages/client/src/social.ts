import type { GatehouseClient } from './client.types.js';
import { type ErrorCode, GatehouseError } from './errors/index.js';
import { type Departure, departuresOf } from './social/departures.js';
import { pageOfBrowser } from './social/page.js';
import { challengeOf, random } from './social/proof-key.js';
import type { Attempt, Completed, Provider, Social, SocialOptions } from './social/social.types.js';

export type { Page } from './social/page.js';
export type {
  Attempt,
  Completed,
  DepartureOptions,
  Identity,
  Provider,
  Social,
  SocialOptions,
} from './social/social.types.js';

interface Wish {
  readonly redirect_uri: string;
  readonly code_challenge: string;
  readonly code_challenge_method: 'S256';
  readonly state: string;
}

const OURS = ['code', 'error', 'state'];

/** `createSocial(client, { redirectUri: '/signed-in' })` */
export function createSocial(client: GatehouseClient, { redirectUri, page = pageOfBrowser() }: SocialOptions): Social {
  const address = new URL(redirectUri, page.href());
  const departures = departuresOf(page);
  let attempt: Attempt | undefined;
  let completing: Promise<Completed | undefined> | undefined;

  const providers: Social['providers'] = (options) => client.call('GET /auth/providers', options);

  const depart = async (about: Attempt, addressOf: (wish: Wish) => Promise<string> | string) => {
    const [verifier, state] = [random(), random()];
    const code_challenge = await challengeOf(verifier);
    const to = await addressOf({ redirect_uri: address.href, code_challenge, code_challenge_method: 'S256', state });
    // Nothing that would run in this page (`javascript:`), whoever says it.
    if (!/^https?:/.test(to)) throw new GatehouseError('not_gatehouse', {}, undefined, `No address to go to: ${to}`);
    departures.keep({ ...about, state, verifier, redirectUri: address.href });
    page.leave(to);
  };

  const finish = async (said: URLSearchParams, begun: Departure | undefined, options?: { signal?: AbortSignal }) => {
    // Somebody else's way to sign in, which this person has been made to follow (RFC 9700 §4.7).
    if (!begun) throw new GatehouseError('not_begun_here', {}, undefined, 'This sign-in was not begun in this browser');
    const { kind, provider, returnTo, verifier, redirectUri: redirect_uri } = begun;
    attempt = { kind, provider, returnTo };
    const code = said.get('code');
    if (!code) {
      const error = said.get('error') as ErrorCode;
      throw new GatehouseError(error);
    }
    const body = { code, code_verifier: verifier, redirect_uri };
    return kind === 'link'
      ? { ...attempt, kind, identity: await client.call('POST /auth/identities', { ...options, body }) }
      : { ...attempt, kind, user: await client.login(body, options) };
  };

  return {
    providers,
    async signInWith(provider, { returnTo, ...options } = {}) {
      const all = typeof provider === 'string' ? await providers(options) : [provider];
      const chosen = typeof provider === 'string' ? all.find(({ name }) => name === provider) : provider;
      if (!chosen) throw new GatehouseError('unknown_provider', {}, undefined, 'The service lists no such provider');
      await depart(
        { kind: 'sign-in', provider: chosen.name, returnTo },
        (wish) => `${chosen.start_url}?${new URLSearchParams({ ...wish }).toString()}`,
      );
    },
    completeSocialSignIn(options) {
      const here = new URL(page.href());
      const said = new URLSearchParams(
        OURS.flatMap((name) => here.searchParams.getAll(name).map((value): [string, string] => [name, value])),
      );
      const isReturn = here.origin === address.origin && here.pathname === address.pathname && said.has('state');
      if (!isReturn || !(said.has('code') || said.has('error'))) return (completing ??= Promise.resolve(undefined));
      for (const name of OURS) here.searchParams.delete(name);
      // Before anything else: it would stand in the history, and in what is copied out of the address bar.
      page.rename(here.href);
      completing = finish(said, departures.take(said.get('state')), options);
      return completing;
    },
    get attempt() {
      return attempt;
    },

    identities: (options) => client.call('GET /auth/identities', options),
    link: (provider, { returnTo, ...options } = {}) => {
      const name = nameOf(provider);
      return depart({ kind: 'link', provider: name, returnTo }, async (body) => {
        const route = 'POST /auth/social/{provider}/link';
        return (await client.call(route, { ...options, path: { provider: name }, body })).url;
      });
    },
    unlink: (id, options) => client.call('DELETE /auth/identities/{id}', { ...options, path: { id } }),
  };
}

const nameOf = (provider: Provider | string): string => (typeof provider === 'string' ? provider : provider.name);
