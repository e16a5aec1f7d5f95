import { Module } from '@nestjs/common';
import { ThrottlerModule, type ThrottlerOptions } from '@nestjs/throttler';
import { Config } from '#config/index.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';
import type { RateLimitName } from './rate-limit.js';
import { trackAccount, trackNothing, trackSession } from './trackers.js';

const MINUTE_MS = 60_000;

/** Every limit counts per address, and besides by what its tracker says. */
function throttlers({ limits }: Config): (ThrottlerOptions & { name: RateLimitName })[] {
  return [
    // In this order: a blocked address invents no more names for the table.
    { name: 'login_address', ttl: MINUTE_MS, limit: limits.loginPerAddressAndMinute, getTracker: trackNothing },
    { name: 'login', ttl: MINUTE_MS, limit: limits.loginPerMinute, getTracker: trackAccount },
    { name: 'register', ttl: MINUTE_MS, limit: limits.registerPerMinute, getTracker: trackNothing },
    { name: 'refresh', ttl: MINUTE_MS, limit: limits.refreshPerMinute, getTracker: trackSession },
  ];
}

@Module({
  providers: [PostgresThrottlerStorage],
  exports: [PostgresThrottlerStorage],
})
class ThrottlerStorageModule {}

@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [ThrottlerStorageModule],
      inject: [Config, PostgresThrottlerStorage],
      useFactory: (config: Config, storage: PostgresThrottlerStorage) => ({ throttlers: throttlers(config), storage }),
    }),
  ],
  exports: [ThrottlerModule],
})
export class LimitsModule {}
