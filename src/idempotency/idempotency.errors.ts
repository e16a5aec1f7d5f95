import { DomainError } from '#common/errors/index.js';

export class InvalidIdempotencyKey extends DomainError {
  static override readonly spec = {
    code: 'invalid_idempotency_key',
    status: 400,
    title: 'The Idempotency-Key is not usable',
    detail: 'Send 1 to 255 printable ASCII characters, such as a UUID.',
  };
}

export class IdempotencyKeyReused extends DomainError {
  static override readonly spec = {
    code: 'idempotency_key_reused',
    status: 422,
    title: 'The Idempotency-Key was used with another body',
  };
}

export class IdempotencyKeyInUse extends DomainError {
  static override readonly spec = {
    code: 'idempotency_key_in_use',
    status: 409,
    title: 'A request with this Idempotency-Key is still being served',
  };

  constructor() {
    super({ headers: { 'retry-after': '1' } });
  }
}
