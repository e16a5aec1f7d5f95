import { DomainError, type InputFault } from '#common/errors/index.js';

/** Names every rule that the password breaks, so that nobody has to find them one by one (NIST SP 800-63B-4 §3.1.1.2). */
export class WeakPassword extends DomainError {
  static override readonly spec = { code: 'weak_password', status: 422, title: 'The password is too easy to guess' };

  constructor(errors: readonly InputFault[]) {
    super({ detail: errors.map((error) => error.detail).join(' '), members: { errors } });
  }
}

/** More people sign in than can be checked. Said at once: waiting in an endless queue would help nobody. */
export class HashQueueFull extends DomainError {
  static override readonly spec = {
    code: 'overloaded',
    status: 503,
    title: 'Too busy to check passwords right now',
    detail: 'Try again after the seconds that `Retry-After` names.',
  };

  constructor(retryAfterSeconds: number) {
    super({ headers: { 'retry-after': String(retryAfterSeconds) } });
  }
}
