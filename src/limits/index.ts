export { type Budget, CountersService, type Share } from './counters.service.js';
export { LimitsModule } from './limits.module.js';
export { RateLimitGuard } from './rate-limit.guard.js';
export { RateLimit, SIGN_IN_LIMITS, TooManyRequests } from './rate-limit.js';
