import type { TokenStorage } from '../options.js';

/** Whether a note tells of somebody signed in: `in` and the id of the session, `new` until a refresh has gone well. */
export function isIn(note: string | null): boolean {
  return /^(in|new) /.test(note ?? '');
}

/**
 * A few words that outlive the page: `note` is what is above, `out`, or `ending` for a logout that the service does not know
 * of yet; in body mode also tokens. Where storage is denied or full, they are only not there.
 */
export interface Notes {
  readonly read: (key: string) => Promise<string | null>;
  readonly write: (key: string, value: string | null) => Promise<void>;
}

export function notesIn(storage: TokenStorage | undefined, name: string): Notes {
  return {
    async read(key) {
      try {
        return (await storage?.getItem(`${name}:${key}`)) ?? null;
      } catch {
        return null;
      }
    },
    async write(key, value) {
      try {
        await (value === null ? storage?.removeItem(`${name}:${key}`) : storage?.setItem(`${name}:${key}`, value));
      } catch {
        // As above.
      }
    },
  };
}
