import type { TokenAnswer } from '../api/routes.js';
import { GatehouseError } from '../errors/index.js';
import type { Settings } from '../options.js';
import type { Wire } from '../wire/wire.js';
import type { AccessToken } from './access-token.js';
import type { Notes } from './notes.js';

/** A refresh whose answer is lost must be tried again within the service's grace of thirty seconds. */
const LONGEST_REFRESH_MS = 10_000;

/** How the refresh token travels. All of it is called under the lock. */
export interface Transport {
  readonly refresh: () => Promise<unknown>;
  /** What a sign-in or a refresh has answered. */
  readonly keep: (answer: TokenAnswer) => Promise<void>;
  readonly end: (token: AccessToken | undefined) => Promise<unknown>;
}

export const signedOut = () => new GatehouseError('invalid_refresh_token');

export type Post = (path: string, body?: object, token?: string) => Promise<unknown>;

export function transportOf({ isCookie, timeout }: Settings, wire: Wire, notes: Notes): Transport {
  const post: Post = async (path, body, token) => {
    const asked = { method: 'POST', path, body, token, timeout: Math.min(timeout, LONGEST_REFRESH_MS) };
    return (await wire(asked)).data;
  };
  // Loaded where it is needed: not by a page, whose refresh token no script sees.
  const body = isCookie ? undefined : import('./by-body.js').then(({ byBody }) => byBody(post, notes, signedOut));
  return {
    refresh: async () => (body ? (await body).refresh() : post('/auth/refresh', {})),
    keep: async (answer) => (await body)?.keep(answer),
    end: async (token) => (body ? (await body).end(token) : post('/auth/logout', undefined, token?.value)),
  };
}
