import { DomainError } from '../errors/index.js';

const REALM = 'Bearer realm="gatehouse"';

export class MissingAccessToken extends DomainError {
  static override readonly spec = {
    code: 'missing_access_token',
    status: 401,
    title: 'Sign in first',
    detail: 'Send an access token: `Authorization: Bearer …`.',
  };
}

/** RFC 6750 §3.1. One answer for every defect of a token, so that a forger learns nothing. */
export class InvalidAccessToken extends DomainError {
  static override readonly spec = {
    code: 'invalid_access_token',
    status: 401,
    title: 'The access token is not valid',
    detail: 'It is malformed, expired or revoked. Refresh it or sign in again.',
  };

  constructor() {
    super({
      headers: {
        'www-authenticate': `${REALM}, error="invalid_token", error_description="The access token is malformed, expired or revoked"`,
      },
    });
  }
}

export class InsufficientRole extends DomainError {
  static override readonly spec = { code: 'insufficient_role', status: 403, title: 'Your roles do not allow this' };

  constructor(roles: readonly string[]) {
    super({ detail: `One of these roles is needed: ${roles.join(', ')}.` });
  }
}

export class InsufficientPermission extends DomainError {
  static override readonly spec = {
    code: 'insufficient_permission',
    status: 403,
    title: 'Your permissions do not allow this',
  };

  constructor(permissions: readonly string[]) {
    const scope = permissions.join(' ');
    super({
      detail: `Needed: ${scope}.`,
      headers: { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` },
    });
  }
}

export class EmailNotVerified extends DomainError {
  static override readonly spec = {
    code: 'email_not_verified',
    status: 403,
    title: 'Verify your e-mail address first',
  };
}

/** A route that declares no access rule. Never meant to be seen: a test walks the route table. */
export class RouteClosed extends DomainError {
  static override readonly spec = { code: 'route_closed', status: 403, title: 'This route is closed' };
}
