/** What a session entitles to at this moment: all that an access token says. */
export interface Grant {
  readonly userId: string;
  readonly sessionId: string;
  readonly clientId: string;
  /** Authentication Method References (RFC 8176), such as `pwd`. */
  readonly amr: readonly string[];
  /** When the user last proved who they are, in seconds since 1970. */
  readonly authenticatedAt: number;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly emailVerified: boolean;
  readonly epoch: number;
}
