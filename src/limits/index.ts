export { LimitsModule } from './limits.module.js';
export { RateLimitGuard } from './rate-limit.guard.js';
export { RateLimit, TooManyRequests } from './rate-limit.js';
