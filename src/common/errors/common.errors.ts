import { DomainError } from './domain-error.js';

export interface InputFault {
  /** JSON Pointer (RFC 6901) to the member that is wrong. */
  readonly pointer: string;
  readonly detail: string;
  readonly code: string;
}

export class InvalidInput extends DomainError {
  static override readonly spec = { code: 'invalid_input', status: 422, title: 'The input is not valid' };

  constructor(errors: readonly InputFault[]) {
    super({ detail: errors.map((error) => error.detail).join(' '), members: { errors } });
  }
}

export class MalformedRequest extends DomainError {
  static override readonly spec = { code: 'malformed_request', status: 400, title: 'The request cannot be read' };
}

export class NotFound extends DomainError {
  static override readonly spec = { code: 'not_found', status: 404, title: 'There is nothing here' };
}

export class PayloadTooLarge extends DomainError {
  static override readonly spec = { code: 'payload_too_large', status: 413, title: 'The body is too large' };
}

export class UnsupportedMediaType extends DomainError {
  static override readonly spec = {
    code: 'unsupported_media_type',
    status: 415,
    title: 'The body is of a type that this route does not read',
    detail: 'Send `Content-Type: application/json`; only the sign-in and token routes read a form.',
  };
}

export class InternalError extends DomainError {
  static override readonly spec = {
    code: 'internal_error',
    status: 500,
    title: 'Something went wrong on our side',
    detail: 'The operator finds the cause in the log by the request id in `instance`.',
  };
}

export class ServiceUnavailable extends DomainError {
  static override readonly spec = { code: 'service_unavailable', status: 503, title: 'Not available right now' };

  constructor(retryAfterSeconds = 5) {
    super({ headers: { 'retry-after': String(retryAfterSeconds) } });
  }
}
