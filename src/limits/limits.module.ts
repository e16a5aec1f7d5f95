import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { Clock } from '#common/clock.js';
import { Config } from '#config/index.js';
import { SecretKey } from '#database/index.js';
import { Challenge } from './challenge/challenge.js';
import { challengeFor } from './challenge/challenge-for.js';
import { ChallengedAttemptsService } from './challenge/challenged-attempts.service.js';
import { CountersService } from './counters.service.js';
import { LimitMetrics } from './limit.metrics.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import type { RateLimitOptions } from './rate-limit.js';
import { RedisCounters } from './redis/redis-counters.js';
import { RequestCounters } from './request-counters.js';
import { trackAccount, trackEmail, trackNothing, trackSession } from './trackers.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Every limit counts per address, and besides by what its tracker says. */
function throttlers({ limits }: Config): RateLimitOptions[] {
  return [
    // In this order: a blocked address invents no more names for the table.
    { name: 'login_address', ttl: MINUTE_MS, limit: limits.loginPerAddressAndMinute, getTracker: trackNothing },
    { name: 'login', ttl: MINUTE_MS, limit: limits.loginPerMinute, getTracker: trackAccount },
    { name: 'register', ttl: MINUTE_MS, limit: limits.registerPerMinute, getTracker: trackNothing },
    { name: 'refresh', ttl: MINUTE_MS, limit: limits.refreshPerMinute, getTracker: trackSession },
    { name: 'recovery', ttl: HOUR_MS, limit: limits.recoveryPerHour, getTracker: trackEmail },
    { name: 'letters', ttl: HOUR_MS, limit: limits.lettersPerHour, getTracker: trackNothing },
    { name: 'mailed_token', ttl: MINUTE_MS, limit: limits.mailedTokensPerMinute, getTracker: trackNothing },
    { name: 'social', ttl: MINUTE_MS, limit: limits.socialPerMinute, getTracker: trackNothing },
    { name: 'own_password', ttl: MINUTE_MS, limit: limits.mailedTokensPerMinute, getTracker: trackNothing },
  ];
}

@Module({
  providers: [PostgresThrottlerStorage, RedisCounters, RequestCounters, CountersService],
  exports: [RequestCounters, CountersService],
})
class ThrottlerStorageModule {}

@Module({
  imports: [
    ThrottlerStorageModule,
    ThrottlerModule.forRootAsync({
      imports: [ThrottlerStorageModule],
      inject: [Config, RequestCounters],
      useFactory: (config: Config, storage: RequestCounters) => ({ throttlers: throttlers(config), storage }),
    }),
  ],
  providers: [
    ChallengedAttemptsService,
    LimitMetrics,
    { provide: Challenge, inject: [Config, SecretKey, CountersService, Clock], useFactory: challengeFor },
  ],
  exports: [ThrottlerModule, ThrottlerStorageModule, ChallengedAttemptsService],
})
export class LimitsModule {}
