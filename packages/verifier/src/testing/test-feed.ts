import { tailBytes } from './test-ids.js';

interface Entry {
  readonly expiry: number;
  readonly id?: string;
  readonly user?: { readonly sub: string; readonly minEpoch: number };
}

/** Payloads of the feed as FEED.md describes them; the cursor is the number of entries so far. */
export class TestFeed {
  private readonly entries: Entry[] = [];
  private readonly waiting = new Set<() => void>();
  private readonly heard = new Map<() => void, number>();
  private hasFollowers = false;

  /** Resolves when a follower has taken the entry in; at once where nobody follows. */
  async add(entry: Entry): Promise<void> {
    this.entries.push(entry);
    for (const wake of this.waiting) wake();
    if (!this.hasFollowers) return;
    await new Promise<void>((resolve) => this.heard.set(resolve, this.entries.length));
  }

  /** Everything, or what is new since a cursor; waits for it, if told to. */
  async payload(since: string | null, waitSeconds: number, signal?: AbortSignal | null): Promise<object> {
    this.hasFollowers = true;
    const from = since === null ? 0 : Number(since);
    this.tellHeard(from);
    if (since !== null && from >= this.entries.length && waitSeconds > 0) await this.somethingNew(waitSeconds, signal);
    const entries = this.entries.slice(from);
    return {
      cursor: String(this.entries.length),
      from: since,
      ids: entries.flatMap(({ id, expiry }) => (id ? [[expiry, tailBytes(id).toString('base64url')]] : [])),
      users: entries.flatMap(({ user, expiry }) =>
        user ? [[expiry, tailBytes(user.sub).toString('base64url'), user.minEpoch]] : [],
      ),
    };
  }

  private tellHeard(cursor: number): void {
    for (const [resolve, needed] of this.heard) {
      if (cursor < needed) continue;
      this.heard.delete(resolve);
      resolve();
    }
  }

  private somethingNew(waitSeconds: number, signal: AbortSignal | null | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        signal?.removeEventListener('abort', abort);
      };
      const wake = () => (stop(), resolve());
      const abort = () => (stop(), reject(signal?.reason));
      const timer = setTimeout(wake, waitSeconds * 1000).unref();
      this.waiting.add(wake);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }
}
