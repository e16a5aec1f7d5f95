import { DomainError } from '#common/errors/index.js';

/** The same words for a wrong name and a wrong password (ASVS 6.3.8). */
export class InvalidCredentials extends DomainError {
  static override readonly spec = {
    code: 'invalid_credentials',
    status: 401,
    title: 'Wrong name or password',
  };
}

/** Between the provider and the door somebody has emptied the account, or taken the identity from it. */
export class OutdatedSignIn extends DomainError {
  static override readonly spec = {
    code: 'outdated_sign_in',
    status: 401,
    title: 'The account has changed meanwhile',
    detail: 'Begin again.',
  };
}

/** A mailed link alone shows who reads the mail, not whose the account is. */
export class PasswordRequired extends DomainError {
  static override readonly spec = {
    code: 'password_required',
    status: 401,
    title: 'The password of the account is needed, too',
    detail: 'Send it with the token, or an access token of the account. The link is not used up.',
  };
}

/** Said only to whoever has shown the right password. */
export class AccountDisabled extends DomainError {
  static override readonly spec = { code: 'account_disabled', status: 403, title: 'The account is disabled' };
}
