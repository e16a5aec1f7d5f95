import { DomainError } from '#common/errors/index.js';

/** RFC 6749 §5.2, and `temporarily_unavailable` of §4.1.2.1 for what passes by itself. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'server_error';

/** A refusal that exists in the language of OAuth only. */
export class OAuthError extends DomainError {
  static override readonly spec = { code: 'oauth_error', status: 400, title: 'The token request was refused' };

  constructor(
    readonly error: OAuthErrorCode,
    readonly description: string,
    readonly status = 400,
    headers: Record<string, string> = {},
  ) {
    super({ detail: description, headers });
  }
}
