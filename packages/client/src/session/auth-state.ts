import type { User } from '../api/routes.js';
import type { GatehouseError } from '../errors/index.js';

/** Why somebody is signed in or out. */
export type AuthReason =
  /** By `login`, here or in another tab. */
  | 'login'
  /** The session of an earlier visit goes on. */
  | 'restored'
  /** Nobody was signed in. */
  | 'none'
  /** By `logout`, `sessions.endAll` or `deleteAccount`, here or in another tab. */
  | 'logout'
  /** The service has ended the session: it expired, or was ended from another device or by an administrator. */
  | 'ended'
  /** Its refresh token was used by somebody else. Tell the user. */
  | 'reused'
  /** The browser did not keep the cookie. */
  | 'cookies_blocked';

/** Never changed, only replaced: good for `useSyncExternalStore`. */
export interface AuthState {
  /** `unknown` until the service, or another tab, has said; also as long as it cannot be reached, see `error`. */
  readonly status: 'unknown' | 'signed-in' | 'signed-out';
  /** Whoever is signed in. Comes with the status, or a moment later where the service could not be asked at once. */
  readonly user: User | undefined;
  readonly reason: AuthReason | undefined;
  /** The last failure that may pass; undefined again when something went well. */
  readonly error: GatehouseError | undefined;
}

export interface AuthChange extends AuthState {
  readonly status: 'signed-in' | 'signed-out';
  readonly reason: AuthReason;
  /** Where it happened. */
  readonly tab: 'this' | 'other';
}
