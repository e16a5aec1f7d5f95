/** Whom a verified access token speaks for. Frozen through and through: one request cannot change it for another. */
export interface VerifiedToken {
  /** `sub`: id of the user, or of the client where it acts for itself. */
  readonly subject: string;
  readonly clientId: string;
  /** `jti` */
  readonly tokenId: string;
  /** `sid`. A client that acts for itself has no session. */
  readonly sessionId: string | undefined;
  readonly roles: readonly string[];
  /** `scope`, taken apart. Gatehouse's permissions (`resource:action`) are these. */
  readonly scopes: readonly string[];
  readonly emailVerified: boolean;
  /** Counts changes of the user's rights. */
  readonly epoch: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** When the user last proved who they are. Seconds since 1970. */
  readonly authenticatedAt: number | undefined;
  /** All that the token says. */
  readonly claims: Readonly<Record<string, unknown>>;
}
