import { DomainError } from '#common/errors/index.js';

export class InvalidRefreshToken extends DomainError {
  static override readonly spec = {
    code: 'invalid_refresh_token',
    status: 401,
    title: 'The refresh token is not valid',
    detail: 'It is malformed or expired, or its session has ended. Sign in again.',
  };
}

/**
 * In cookie mode the browser has sent none. Told from a dead one: it says nothing of any session, so it may be that the
 * browser keeps no cookies.
 */
export class MissingRefreshToken extends DomainError {
  static override readonly spec = {
    code: 'missing_refresh_token',
    status: 401,
    title: 'There is no refresh token in the cookie',
    detail: 'Nobody is signed in in this browser, or it does not keep the cookie. Sign in.',
  };
}

/** RFC 9700 §4.14.2 */
export class RefreshTokenReused extends DomainError {
  static override readonly spec = {
    code: 'refresh_token_reused',
    status: 401,
    title: 'The refresh token was already used',
    detail: 'Somebody else may have it, so the session was ended. Sign in again.',
  };
}

export class SessionNotFound extends DomainError {
  static override readonly spec = { code: 'session_not_found', status: 404, title: 'There is no such session' };
}
