import { Injectable } from '@nestjs/common';
import { sha256 } from '#common/crypto/secrets.js';
import { Sql } from '#database/index.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';

/** So many in so long a time. When it is used up, nothing more for as long again. */
export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface Taken {
  readonly allowed: boolean;
  /** Seconds until there is more. */
  readonly retryAfter: number;
}

const GIVE_BACK = {
  name: 'rate_limit_give_back',
  text: 'UPDATE rate_limits SET hits = hits - 1 WHERE key = $1 AND hits > 0 AND blocked_until IS NULL',
};

/** Budgets for what is counted inside a decision, by what only the decision knows. Exact across instances. */
@Injectable()
export class CountersService {
  constructor(
    private readonly storage: PostgresThrottlerStorage,
    private readonly sql: Sql,
  ) {}

  /** Takes before the deed, so that of many at once none is over the limit. */
  async take(budget: Budget, subject: string): Promise<Taken> {
    const window = budget.windowSeconds * 1000;
    const taken = await this.storage.increment(keyOf(budget, subject), window, budget.limit, window);
    return { allowed: !taken.isBlocked, retryAfter: Math.max(1, Math.ceil(taken.timeToBlockExpire)) };
  }

  /** For a deed that is not to count after all. */
  async giveBack(budget: Budget, subject: string): Promise<void> {
    await this.sql.run(GIVE_BACK, [keyOf(budget, subject)]);
  }
}

/** Digested: what people typed as their name does not belong into a table of counters. */
export function keyOf({ name }: Budget, subject: string): string {
  return sha256(`${name}\n${subject}`).toString('base64url');
}
