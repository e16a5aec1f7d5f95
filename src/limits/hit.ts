import type { ThrottlerStorage } from '@nestjs/throttler';

/** A counter, and how much it allows. Times in milliseconds. */
export interface Hit {
  readonly key: string;
  readonly limit: number;
  readonly ttl: number;
  readonly blockDuration: number;
}

/** How a counter stands. Times in seconds. */
export type Counted = Awaited<ReturnType<ThrottlerStorage['increment']>>;
