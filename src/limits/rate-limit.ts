import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { ThrottlerGetTrackerFunction, ThrottlerOptions } from '@nestjs/throttler';
import { DomainError, Fails } from '#common/errors/index.js';

export const RATE_LIMIT = 'gatehouse:rate-limit';

/** The limits there are. How many and by what key they count is said in `limits.module.ts`. */
export type RateLimitName =
  | 'login'
  | 'login_address'
  | 'register'
  | 'refresh'
  | 'recovery'
  | 'letters'
  | 'mailed_token'
  | 'own_password'
  | 'social';

/** One of them, as `limits.module.ts` says it. */
export interface RateLimitOptions extends ThrottlerOptions {
  readonly name: RateLimitName;
  readonly ttl: number;
  readonly limit: number;
  readonly getTracker: ThrottlerGetTrackerFunction;
}

export class TooManyRequests extends DomainError {
  static override readonly spec = {
    code: 'too_many_requests',
    status: 429,
    title: 'Too many attempts',
    detail: 'Wait for the number of seconds in `Retry-After`.',
  };
}

/** Every door that takes a password: so often for one account, and so often for all accounts together. */
export const SIGN_IN_LIMITS: readonly RateLimitName[] = ['login', 'login_address'];

/** Limits that all hold, or the choice of them by what the body says (not validated yet). */
export type RateLimitRule = readonly RateLimitName[] | ((body: unknown) => readonly RateLimitName[]);

/** Counts the calls of this route. Every route that checks a secret has one. */
export const RateLimit = (rule: RateLimitRule | RateLimitName): MethodDecorator =>
  applyDecorators(SetMetadata(RATE_LIMIT, typeof rule === 'string' ? [rule] : rule), Fails(TooManyRequests));
