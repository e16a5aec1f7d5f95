import type { TokenStorage } from '../options.js';

/** Whether a note tells of somebody signed in: `in` and the id of the session, `new` until a refresh has gone well. */
export function isIn(note: string | null): boolean {
  return /^(?:in|new) /.test(note ?? '');
}

/**
 * A few words that outlive the page: `note` is what is above, `out`, or `ending` for a logout that the service does not know
 * of yet; in body mode also tokens. Where storage is denied or full, they are only not there.
 */
export class Notes {
  constructor(
    private readonly storage: TokenStorage | undefined,
    private readonly name: string,
  ) {}

  async read(key: string): Promise<string | null> {
    try {
      return (await this.storage?.getItem(`${this.name}:${key}`)) ?? null;
    } catch {
      return null;
    }
  }

  async write(key: string, value: string | null): Promise<void> {
    try {
      if (value === null) await this.storage?.removeItem(`${this.name}:${key}`);
      else await this.storage?.setItem(`${this.name}:${key}`, value);
    } catch {
      // As above.
    }
  }
}
