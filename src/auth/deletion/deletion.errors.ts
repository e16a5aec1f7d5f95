import { DomainError } from '#common/errors/index.js';

/** There is nothing to confirm the wish by. A mailed link to a password shows that whoever asks owns the account. */
export class PasswordNotSet extends DomainError {
  static override readonly spec = {
    code: 'password_not_set',
    status: 409,
    title: 'The account has no password',
    detail: 'Set one first by a letter: `POST /auth/password/reset/request`. Then confirm with it.',
  };
}
