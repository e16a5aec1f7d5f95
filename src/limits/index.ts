export { CHALLENGE_RESPONSE_HEADER, MayDemandChallenge } from './challenge/challenge.decorator.js';
export { ChallengeRequired } from './challenge/challenge.errors.js';
export { ChallengedAttemptsService } from './challenge/challenged-attempts.service.js';
export { type Budget, CountersService, type Share } from './counters.service.js';
export { LimitsModule } from './limits.module.js';
export { RateLimitGuard } from './rate-limit.guard.js';
export { RateLimit, type RateLimitName, SIGN_IN_LIMITS, TooManyRequests } from './rate-limit.js';
