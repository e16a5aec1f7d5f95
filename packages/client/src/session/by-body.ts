import type { Notes } from './notes.js';
import type { Post, Transport } from './transport.js';

/**
 * The refresh token in the body, for where there are no cookies. Loaded by itself, so it imports nothing that the main part
 * has, or that would be split.
 */
export function byBody(post: Post, notes: Notes, signedOut: () => Error): Transport {
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
      if (!token) throw signedOut();
      return post('/auth/refresh', { refresh_token: token });
    },
    keep: ({ refresh_token = null }) => keep(refresh_token),
    async end() {
      const token = await read();
      if (token) await post('/auth/revoke', new URLSearchParams({ token }));
      await keep(null);
    },
  };
}
