import { isUUID } from 'class-validator';

/** Claims of an access token: RFC 9068 §2.2, and three of our own at the end. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string | string[];
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly client_id: string;
  readonly auth_time: number;
  readonly amr: readonly string[];
  readonly roles: readonly string[];
  /** Granted permissions, separated by blanks (RFC 9068 §2.2.3). */
  readonly scope: string;
  /** The session that the token belongs to. */
  readonly sid: string;
  readonly email_verified: boolean;
  /** Counts changes of the user's rights; a token from before the last one is dead. */
  readonly epoch: number;
}

/** Claims of a client that acts for itself: there is no session and nobody who signed in (RFC 6749 §4.4). */
export type ClientTokenClaims = Pick<
  AccessTokenClaims,
  'iss' | 'aud' | 'sub' | 'exp' | 'iat' | 'jti' | 'client_id' | 'scope' | 'epoch'
>;

/**
 * What RFC 9068 §2.2 demands and what a revocation is found by. Libraries pass over a claim that is absent; without
 * `exp` a token would never end, without `sid` or `epoch` no revocation would find it.
 */
export function hasAllClaims(claims: Partial<Record<keyof AccessTokenClaims, unknown>>): claims is AccessTokenClaims {
  const { sub, sid, jti, client_id, scope, iat, exp, auth_time, epoch, roles } = claims;
  return (
    [sub, sid].every((claim) => isUUID(claim)) &&
    [jti, client_id, scope].every((claim) => typeof claim === 'string') &&
    [iat, exp, auth_time, epoch].every((claim) => typeof claim === 'number') &&
    Array.isArray(roles)
  );
}

/** Whether they are the claims of a client that acts for itself: it is its own subject (RFC 9068 §2.2). */
export function isClientToken(claims: Partial<Record<keyof AccessTokenClaims, unknown>>): claims is ClientTokenClaims {
  const { sub, sid, jti, client_id, scope, iat, exp, epoch } = claims;
  return (
    sid === undefined &&
    sub === client_id &&
    [sub, jti].every((claim) => isUUID(claim)) &&
    typeof scope === 'string' &&
    [iat, exp, epoch].every((claim) => typeof claim === 'number')
  );
}
