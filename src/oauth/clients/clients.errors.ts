import { DomainError } from '#common/errors/index.js';

export class ClientNotFound extends DomainError {
  static override readonly spec = { code: 'client_not_found', status: 404, title: 'There is no such client' };
}

export class ClientNameTaken extends DomainError {
  static override readonly spec = { code: 'client_name_taken', status: 409, title: 'There is a client of this name' };
}

export class TooManySecrets extends DomainError {
  static override readonly spec = {
    code: 'too_many_secrets',
    status: 409,
    title: 'The client has two secrets already',
    detail: 'Delete the one that is no longer used.',
  };
}

export class SecretNotFound extends DomainError {
  static override readonly spec = { code: 'secret_not_found', status: 404, title: 'The client has no such secret' };
}
