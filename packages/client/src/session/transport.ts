import { GatehouseError } from '../errors/index.js';
import type { TokenAnswer } from '../api/routes.js';
import type { Wire } from '../wire/wire.js';
import type { AccessToken } from './access-token.js';
import type { Notes } from './notes.js';

/** A refresh whose answer is lost must be tried again within the service's grace of thirty seconds. */
const LONGEST_REFRESH_MS = 10_000;

/** How the refresh token travels. All of it is called under the lock. */
export interface Transport {
  refresh(timeout: number): Promise<unknown>;
  /** What a sign-in or a refresh has answered. */
  keep(answer: TokenAnswer): Promise<void>;
  end(token: AccessToken | undefined): Promise<unknown>;
}

const post = (path: string, rest: object = {}) => ({ method: 'POST', path, ...rest });

/** The browser keeps it; no script sees it. */
export function byCookie(wire: Wire): Transport {
  return {
    refresh: async (timeout) =>
      (await wire.request(post('/auth/refresh', { body: {}, timeout: bounded(timeout) }))).data,
    keep: async () => {},
    end: (token) => wire.request(post('/auth/logout', { token: token?.value })),
  };
}

/** For where there are no cookies. The storage may be shared, so it is read at each refresh. */
export function byBody(wire: Wire, notes: Notes): Transport {
  /** What the storage did not take: it holds an older one, which would look stolen. */
  let unsaved: string | null = null;
  const read = async () => unsaved ?? notes.read('refresh');
  const keep = async (token: string | null) => {
    await notes.write('refresh', token);
    unsaved = (await notes.read('refresh')) === token ? null : token;
  };
  return {
    async refresh(timeout) {
      const refresh_token = await read();
      // Nothing to ask the service for.
      if (!refresh_token) throw new GatehouseError('invalid_refresh_token', 'Nobody is signed in');
      return (await wire.request(post('/auth/refresh', { body: { refresh_token }, timeout: bounded(timeout) }))).data;
    },
    keep: ({ refresh_token }) => keep(refresh_token ?? null),
    async end() {
      const token = await read();
      if (token) await wire.request(post('/auth/revoke', { body: new URLSearchParams({ token }) }));
      await keep(null);
    },
  };
}

function bounded(timeout: number): number {
  return Math.min(timeout, LONGEST_REFRESH_MS);
}
