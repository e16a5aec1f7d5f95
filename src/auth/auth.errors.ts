import { DomainError } from '#common/errors/index.js';

/** The same words for a wrong name and a wrong password (ASVS 6.3.8). */
export class InvalidCredentials extends DomainError {
  static override readonly spec = {
    code: 'invalid_credentials',
    status: 401,
    title: 'Wrong name or password',
  };
}

/** Said only to whoever has shown the right password. */
export class AccountDisabled extends DomainError {
  static override readonly spec = { code: 'account_disabled', status: 403, title: 'The account is disabled' };
}
