import type { Environment } from './environment.js';

/** Where body mode keeps the refresh token: the Web Storage interface, which may be asynchronous. */
export interface TokenStorage {
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** Member `challenge` of a problem `challenge_required`. */
export type Challenge = Readonly<Record<string, unknown>> & { readonly kind: string };

export interface ClientOptions {
  /** Where Gatehouse is, such as `https://auth.example.org`. */
  readonly baseUrl: string;
  /**
   * `cookie`: for browsers, the refresh token in a cookie that no script sees. `body`: for Node and native shells, in
   * `storage`. Default: `cookie`.
   */
  readonly transport?: 'cookie' | 'body';
  /** Of body mode. Default: memory, which forgets with the process. */
  readonly storage?: TokenStorage;
  /** Other origins that `fetch` sends the access token to, such as `https://api.example.org`. */
  readonly origins?: readonly string[];
  /** Milliseconds for one request. Default: 10 000. */
  readonly timeout?: number;
  /** Milliseconds that one call tries for, beginning with the first failure that may pass. Default: 30 000. */
  readonly patience?: number;
  /** Solves a challenge (see `@gatehouse/client/challenge`); the request is then sent once more. */
  readonly onChallenge?: (challenge: Challenge) => string | Promise<string>;
  /** `API_PREFIX` of the service. Default: `/api/v1`. */
  readonly apiPrefix?: string;
  /** Clients of one name are tabs of one session: one refresh for all of them. In a browser all clients of a service are that, else none. */
  readonly name?: string;
  /** Replaces parts of the platform: for tests, and for platforms that have others. */
  readonly environment?: Partial<Environment>;
}

export interface Settings {
  readonly api: string;
  readonly isCookie: boolean;
  readonly storage: TokenStorage | undefined;
  readonly origins: ReadonlySet<string>;
  readonly timeout: number;
  readonly patience: number;
  readonly onChallenge: ClientOptions['onChallenge'];
  /** Of what is written into storage. */
  readonly key: string;
  /** Of lock and channel. */
  readonly name: string;
}

/** Throws a TypeError that names the option: at the start, not with the first request. */
export function settingsOf(options: ClientOptions, isBrowser: boolean): Settings {
  const {
    transport = 'cookie',
    storage,
    timeout = 10_000,
    patience = 30_000,
    apiPrefix = '/api/v1',
    origins = [],
  } = options;
  const base = originOf(options.baseUrl, 'baseUrl');
  const isCookie = transport === 'cookie';
  demand(isCookie || transport === 'body', 'transport');
  demand(!isCookie || !storage, 'storage');
  demand(timeout > 0 && patience >= 0, 'timeout, patience');
  const api = new URL(apiPrefix, base).href.replace(/\/+$/, '');
  const key = `gatehouse:${api}`;
  // In a browser there is one user. A server may have a client for each of many, who must not hear of each other.
  const usual = isBrowser && (isCookie || storage) ? key : `${key}:${Math.random()}`;
  return {
    api,
    isCookie,
    storage,
    origins: new Set([base, ...origins.map((origin) => originOf(origin, 'origins'))]),
    timeout,
    patience,
    onChallenge: options.onChallenge,
    key,
    name: options.name || usual,
  };
}

/** An origin alone: with a path it would look as if the token went nowhere else on that host. */
function originOf(text: string, option: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : '';
  demand(origin.startsWith('http') && origin === text.replace(/\/$/, ''), `${option}, an origin`);
  return origin;
}

function demand(condition: boolean, option: string): void {
  if (!condition) throw new TypeError(`Bad ${option}`);
}
