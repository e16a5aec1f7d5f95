import { type Clock, systemClock } from './clock.js';
import type { Fetch } from './http/get.js';

/** What to do with a token that is good as far as is known, while the feed has not been heard for too long. */
export type WhenStale = 'refuse' | 'accept';

export interface VerifierOptions {
  /** `iss` of the tokens, to the letter: Gatehouse's `PUBLIC_URL`. */
  readonly issuer: string;
  /** What this service is called in `aud`; one of these, where there are several. */
  readonly audience: string | readonly string[];
  /** `follow` the feed of revocations, or `ignore` it and let a token live until it expires. Default: `follow`. */
  readonly revocations?: 'follow' | 'ignore';
  /** After how many seconds without a word from the feed it counts as stale. Default: 15. */
  readonly maxStaleness?: number;
  /** Default: `refuse`. A single call can say otherwise. */
  readonly whenStale?: WhenStale;
  /** Seconds that clocks may differ. Default: 5; at most 60. */
  readonly clockTolerance?: number;
  /** How many verified tokens are kept; 0 for none. Default: 5000. */
  readonly cacheSize?: number;
  /** Default: `{issuer}/.well-known/jwks.json`. */
  readonly jwksUri?: string;
  /** Default: `{issuer}/api/v1/auth/revocations`. */
  readonly revocationsUri?: string;
  /** Default: the global one. */
  readonly fetch?: Fetch;
  /** For tests. */
  readonly clock?: Clock;
}

/** The feed keeps an entry for a minute beyond the life of the tokens that it concerns. */
const MOST_TOLERANCE = 60;

export interface Settings {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly follows: boolean;
  readonly maxStaleness: number;
  readonly whenStale: WhenStale;
  readonly clockTolerance: number;
  readonly cacheSize: number;
  readonly jwksUri: string;
  readonly revocationsUri: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Throws a TypeError that names the option: at the start, not with the first request. */
export function settingsOf(options: VerifierOptions): Settings {
  const { issuer, clockTolerance = 5, maxStaleness = 15, cacheSize = 5000, whenStale = 'refuse' } = options;
  const { revocations = 'follow' } = options;
  const audiences = typeof options.audience === 'string' ? [options.audience] : (options.audience ?? []);
  demand(isHttpUrl(issuer), 'issuer must be an http(s) URL, such as https://auth.example.org');
  const base = issuer.replace(/\/+$/, '');
  const { jwksUri = `${base}/.well-known/jwks.json`, revocationsUri = `${base}/api/v1/auth/revocations` } = options;

  demand(audiences.length > 0 && audiences.every(Boolean), 'audience must say what this service is called in `aud`');
  demand(isHttpUrl(jwksUri), 'jwksUri must be an http(s) URL');
  demand(isHttpUrl(revocationsUri), 'revocationsUri must be an http(s) URL');
  demand(['follow', 'ignore'].includes(revocations), "revocations must be 'follow' or 'ignore'");
  demand(['refuse', 'accept'].includes(whenStale), "whenStale must be 'refuse' or 'accept'");
  demand(isWithin(clockTolerance, 0, MOST_TOLERANCE), `clockTolerance must be 0 to ${MOST_TOLERANCE} seconds`);
  demand(isWithin(maxStaleness, 6, Infinity), 'maxStaleness must be at least 6 seconds: the feed speaks every 5');
  demand(Number.isInteger(cacheSize) && cacheSize >= 0, 'cacheSize must be a whole number, 0 or more');
  return {
    issuer,
    audiences,
    follows: revocations === 'follow',
    maxStaleness,
    whenStale,
    clockTolerance,
    cacheSize,
    jwksUri,
    revocationsUri,
    // Found at each call, so that one that is replaced later (instrumentation, tests) is used.
    fetch: options.fetch ?? ((...args) => globalThis.fetch(...args)),
    clock: options.clock ?? systemClock,
  };
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new TypeError(message);
}

function isHttpUrl(text: unknown): boolean {
  return typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}
