import { applyDecorators, SetMetadata } from '@nestjs/common';
import { DomainError, Fails } from '#common/errors/index.js';

export const RATE_LIMIT = 'gatehouse:rate-limit';

/** The limits there are. How many and by what key they count is said in `limits.module.ts`. */
export type RateLimitName = 'login' | 'register' | 'refresh';

export class TooManyRequests extends DomainError {
  static override readonly spec = {
    code: 'too_many_requests',
    status: 429,
    title: 'Too many attempts',
    detail: 'Wait for the number of seconds in `Retry-After`.',
  };
}

/** A limit, or the choice of one by what the body says (not validated yet). */
export type RateLimitRule = RateLimitName | ((body: unknown) => RateLimitName);

/** Counts the calls of this route. Every route that checks a secret has one. */
export const RateLimit = (rule: RateLimitRule): MethodDecorator =>
  applyDecorators(SetMetadata(RATE_LIMIT, rule), Fails(TooManyRequests));
