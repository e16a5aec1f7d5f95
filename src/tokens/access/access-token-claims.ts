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
