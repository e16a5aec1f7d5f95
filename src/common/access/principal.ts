/** In place of a session id for whoever acts without signing in: the command line (RFC 9562 §5.9). */
export const NO_SESSION = '00000000-0000-0000-0000-000000000000';

/** Who is calling, from the claims of a verified access token (RFC 9068 §2.2). */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly tokenId: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly emailVerified: boolean;
  /** Of the user's rights as the token has them. */
  readonly epoch: number;
  /** When the token ends, in seconds since 1970. */
  readonly expiresAt: number;
  /** When the user last proved who they are, in seconds since 1970. */
  readonly authenticatedAt: number;
}
