/** What of the platform the client uses. Each part may be missing, or be there and refuse. */
export interface Environment {
  readonly fetch: typeof globalThis.fetch;
  /** Web Locks. Without: a lease in `storage`. */
  readonly locks: Locks | undefined;
  /** BroadcastChannel. Without: events of `storage`, which carry no token. */
  readonly channel: ((name: string) => Channel) | undefined;
  /** localStorage: shared by all tabs, never holds a token in cookie mode. */
  readonly storage: SharedStorage | undefined;
  /** `window`: online, focus, visibilitychange, pageshow, storage. */
  readonly events: Events | undefined;
  readonly isBrowser: boolean;
  isOnline(): boolean;
  /** Milliseconds since 1970; may jump. */
  readonly now: () => number;
  /** Milliseconds that have passed; may stand still while the device sleeps. */
  readonly elapsed: () => number;
  /** Calls back later; returns how to forget it. */
  later(ms: number, callback: () => void): () => void;
}

export interface Locks {
  request<T>(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    callback: (lock: unknown) => Promise<T>,
  ): Promise<T>;
}

export interface Channel {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

export interface SharedStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Events {
  addEventListener(type: string, listener: (event: Event) => void): void;
  removeEventListener(type: string, listener: (event: Event) => void): void;
}

interface Globals extends Partial<Events> {
  readonly navigator?: { readonly locks?: Locks; readonly onLine?: boolean };
  readonly BroadcastChannel?: new (name: string) => Channel & { unref?(): void };
  readonly document?: object;
  readonly localStorage?: SharedStorage;
}

export function platform(): Environment {
  const globals = globalThis as unknown as Globals;
  const { navigator, BroadcastChannel } = globals;
  const isBrowser = globals.document !== undefined;
  return {
    // Found at each call, so that one that is replaced later (instrumentation, tests) is used.
    fetch: (...request) => globalThis.fetch(...request),
    locks: navigator?.locks,
    channel:
      BroadcastChannel &&
      ((name) => {
        const channel = new BroadcastChannel(name);
        channel.unref?.(); // In Node it would keep the process alive.
        return channel;
      }),
    storage: isBrowser ? storageOf(globals) : undefined,
    events: isBrowser ? (globals as Events) : undefined,
    isBrowser,
    // Only `false` means something: `true` says that there is a cable.
    isOnline: () => navigator?.onLine !== false,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    later(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** Where storage is denied, even to look at it throws. */
function storageOf(globals: Globals): SharedStorage | undefined {
  try {
    return globals.localStorage;
  } catch {
    return undefined;
  }
}
