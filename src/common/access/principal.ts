/** Who is calling, from the claims of a verified access token (RFC 9068 §2.2). */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly emailVerified: boolean;
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number;
  /** When the user last proved who they are, in seconds since 1970. */
  readonly authenticatedAt: number;
}
