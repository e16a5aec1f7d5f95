import { InvalidToken } from '../refusals/index.js';
import { deepFreeze } from './deep-freeze.js';
import type { VerifiedToken } from './verified-token.js';

export interface Demands {
  readonly issuer: string;
  /** One of these must be in `aud`. */
  readonly audiences: readonly string[];
  /** Seconds that clocks may differ. */
  readonly clockTolerance: number;
}

/**
 * The claims of an access token (RFC 9068 §4, RFC 8725 §3.8 to 3.10), whose signature has been verified. Expiry is not
 * judged here but at each look, because the result is kept.
 */
export function readClaims(claims: Record<string, unknown>, demands: Demands, nowSeconds: number): VerifiedToken {
  const { iss, aud, nbf, scope, roles, sid, epoch, email_verified, auth_time, cnf } = claims;
  if (iss !== demands.issuer) throw new InvalidToken('issued by another issuer');
  const audiences = typeof aud === 'string' ? [aud] : aud;
  if (!isListOfText(audiences) || !demands.audiences.some((each) => audiences.includes(each))) {
    throw new InvalidToken('made for another audience');
  }
  const latest = nowSeconds + demands.clockTolerance;
  if (time(claims, 'iat') > latest) throw new InvalidToken('issued in the future');
  if (nbf !== undefined && time(claims, 'nbf') > latest) throw new InvalidToken('not valid yet');
  // RFC 9449 §7.1: bound to a key of the client. Taken as a plain bearer token, a stolen one would pass.
  if (cnf !== undefined) throw new InvalidToken('bound to a key, which is not supported');
  if (scope !== undefined && typeof scope !== 'string') throw new InvalidToken('scope is not text');
  if (roles !== undefined && !isListOfText(roles)) throw new InvalidToken('roles is not a list of text');
  return deepFreeze({
    subject: text(claims, 'sub'),
    clientId: text(claims, 'client_id'),
    tokenId: text(claims, 'jti'),
    sessionId: sid === undefined ? undefined : text(claims, 'sid'),
    roles: roles ?? [],
    scopes: scope?.split(' ').filter((each) => each !== '') ?? [],
    emailVerified: email_verified === true,
    // One that does not say its epoch is older than any change of rights.
    epoch: epoch === undefined ? 0 : time(claims, 'epoch'),
    expiresAt: time(claims, 'exp'),
    authenticatedAt: auth_time === undefined ? undefined : time(claims, 'auth_time'),
    claims,
  });
}

function text(claims: Record<string, unknown>, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string' || value === '') throw new InvalidToken(`${name} is missing or not text`);
  return value;
}

function time(claims: Record<string, unknown>, name: string): number {
  const value = claims[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new InvalidToken(`${name} is missing or no number`);
  return value;
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
