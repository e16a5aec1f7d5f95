/** What a refusal is called; stable, for programs. */
export type RefusalCode =
  | 'missing_token'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'insufficient_role'
  | 'keys_unavailable'
  | 'revocations_stale';

/**
 * A request is refused. What the message says may be shown to anybody; `reason` is for the log of the service and never
 * for its caller, so that a forger learns nothing (RFC 6750 §3.1).
 */
export abstract class Refusal extends Error {
  abstract readonly code: RefusalCode;
  abstract readonly status: 401 | 403 | 503;

  constructor(
    message: string,
    readonly reason: string = message,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class MissingToken extends Refusal {
  readonly code = 'missing_token';
  readonly status = 401;

  constructor() {
    super('An access token is needed', 'no token was sent');
  }
}

/** One answer for every defect of a token. */
export class InvalidToken extends Refusal {
  readonly code = 'invalid_token';
  readonly status = 401;

  constructor(reason: string, options?: ErrorOptions) {
    super('The access token is malformed, expired or revoked', reason, options);
  }
}

export class InsufficientScope extends Refusal {
  readonly code = 'insufficient_scope';
  readonly status = 403;

  constructor(readonly scopes: readonly string[]) {
    super(`These scopes are needed: ${scopes.join(' ')}`);
  }
}

export class InsufficientRole extends Refusal {
  readonly code = 'insufficient_role';
  readonly status = 403;

  constructor(readonly roles: readonly string[]) {
    super(`One of these roles is needed: ${roles.join(', ')}`);
  }
}

/** The token may be good; without keys nobody can tell. Heals by itself. */
export class KeysUnavailable extends Refusal {
  readonly code = 'keys_unavailable';
  readonly status = 503;

  constructor(reason: string, options?: ErrorOptions) {
    super('Access tokens cannot be verified at the moment', reason, options);
  }
}

/** Whether the token has been revoked is not known well enough. Heals by itself. */
export class RevocationsStale extends Refusal {
  readonly code = 'revocations_stale';
  readonly status = 503;

  constructor(reason: string, options?: ErrorOptions) {
    super('Whether access tokens have been revoked is not known at the moment', reason, options);
  }
}
