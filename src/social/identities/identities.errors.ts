import { DomainError } from '#common/errors/index.js';

export class IdentityNotFound extends DomainError {
  static override readonly spec = { code: 'identity_not_found', status: 404, title: 'There is no such identity' };
}

export class LastWayIn extends DomainError {
  static override readonly spec = {
    code: 'last_way_in',
    status: 409,
    title: 'It is the last way into your account',
    detail: 'Set a password first, by `POST /auth/password/reset/request`, or link another provider.',
  };
}

export class IdentityTaken extends DomainError {
  static override readonly spec = {
    code: 'identity_taken',
    status: 409,
    title: 'This identity is linked to another account',
  };
}

/** RFC 9470 §3: what the access token tells of the sign-in is not enough for this. */
export class RecentSignInRequired extends DomainError {
  static override readonly spec = {
    code: 'recent_sign_in_required',
    status: 401,
    title: 'Sign in once more first',
    detail: 'What opens an account is changed only shortly after signing in: within ten minutes.',
  };

  constructor(seconds: number) {
    super({
      headers: {
        'www-authenticate': `Bearer realm="gatehouse", error="insufficient_user_authentication", error_description="A more recent sign-in is required", max_age="${seconds}"`,
      },
    });
  }
}
