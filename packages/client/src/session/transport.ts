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
  refresh(): Promise<unknown>;
  /** What a sign-in or a refresh has answered. */
  keep(answer: TokenAnswer): Promise<void>;
  end(token: AccessToken | undefined): Promise<unknown>;
}

export function transportOf({ isCookie, timeout }: Settings, wire: Wire, notes: Notes): Transport {
  const post = (path: string, body?: object, token?: string) =>
    wire({ method: 'POST', path, body, token, timeout: Math.min(timeout, LONGEST_REFRESH_MS) });
  const refresh = async (body: object) => (await post('/auth/refresh', body)).data;

  // The browser keeps it; no script sees it.
  if (isCookie) {
    return {
      refresh: () => refresh({}),
      keep: async () => {},
      end: (token) => post('/auth/logout', undefined, token?.value),
    };
  }

  /** What the storage did not take: it holds an older one, which would look stolen. */
  let unsaved: string | null = null;
  // The storage may be shared, so it is read each time.
  const read = async () => unsaved ?? notes.read('refresh');
  const keep = async (token: string | null) => {
    await notes.write('refresh', token);
    unsaved = (await notes.read('refresh')) === token ? null : token;
  };
  return {
    async refresh() {
      const token = await read();
      // Nothing to ask the service for.
      if (!token) throw new GatehouseError('invalid_refresh_token', 'Nobody is signed in');
      return refresh({ refresh_token: token });
    },
    keep: ({ refresh_token = null }) => keep(refresh_token),
    async end() {
      const token = await read();
      if (token) await post('/auth/revoke', new URLSearchParams({ token }));
      await keep(null);
    },
  };
}
