import { DomainError } from '#common/errors/index.js';

export class UsernameTaken extends DomainError {
  static override readonly spec = { code: 'username_taken', status: 409, title: 'The username is taken' };
}

export class EmailTaken extends DomainError {
  static override readonly spec = { code: 'email_taken', status: 409, title: 'The e-mail address is taken' };
}

export class UserNotFound extends DomainError {
  static override readonly spec = { code: 'user_not_found', status: 404, title: 'There is no such user' };
}

export class UnknownRole extends DomainError {
  static override readonly spec = { code: 'unknown_role', status: 422, title: 'There is no such role' };

  constructor() {
    const detail = 'One of the roles does not exist.';
    super({ detail, members: { errors: [{ pointer: '/roles', detail, code: 'unknown_role' }] } });
  }
}

/** A stolen access token must not be enough to delete the account that it belongs to. */
export class OwnAccount extends DomainError {
  static override readonly spec = {
    code: 'own_account',
    status: 409,
    title: 'This is your own account',
    detail: 'Delete it by `DELETE /users/me`, with your password.',
  };
}

export class LastAdministrator extends DomainError {
  static override readonly spec = {
    code: 'last_administrator',
    status: 409,
    title: 'The last administrator must stay',
    detail: 'Make somebody else an administrator first.',
  };
}

/** Nobody hands out, or takes from others, what they do not have themselves. */
export class BeyondOwnPermissions extends DomainError {
  static override readonly spec = {
    code: 'beyond_own_permissions',
    status: 403,
    title: 'This goes beyond your own permissions',
  };
}
