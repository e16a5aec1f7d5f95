import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sha256 } from '#common/crypto/secrets.js';
import { Sql } from '#database/index.js';
import { PostgresThrottlerStorage } from './postgres-throttler-storage.js';

/** So many in so long a time. When it is used up, nothing more for as long again. */
export interface Budget {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

/** The budget of one of many: whose attempts are counted together. */
export interface Share {
  readonly budget: Budget;
  readonly subject: string;
}

export interface UsedUp {
  readonly budget: Budget;
  /** Seconds until there is more. */
  readonly retryAfter: number;
}

/**
 * Locks in the order in which they are taken, so that taking and giving back never wait for each other. A counter that
 * was blocked meanwhile has counted one more, which was refused: that one goes, too, and the block with it. What is left
 * are those that were taken and not given back, in the same window; so a block is lifted only by what was right or was
 * never looked at, and leaves room for no more than it has taken.
 */
const GIVE_BACK = {
  name: 'rate_limit_give_back',
  text: `
    WITH taken AS (
      SELECT key FROM rate_limits WHERE key = ANY ($1::text[]) ORDER BY array_position($1::text[], key) FOR UPDATE
    )
    UPDATE rate_limits AS r
       SET hits = greatest(0, r.hits - CASE WHEN r.blocked_until IS NULL THEN 1 ELSE 2 END), blocked_until = NULL
      FROM taken WHERE r.key = taken.key`,
};

/** Budgets for what is counted inside a decision, by what only the decision knows. Exact across instances. */
@Injectable()
export class CountersService {
  constructor(
    private readonly storage: PostgresThrottlerStorage,
    private readonly sql: Sql,
  ) {}

  /**
   * Takes one of each before the deed, so that of many at once none is over a limit. In one statement, and in the order
   * given everywhere: the first that is used up is returned, and those behind it are not counted. With `tx` they are
   * part of that transaction, and others wait for its end.
   */
  async take(shares: readonly Share[], tx?: EntityManager): Promise<UsedUp | undefined> {
    const counted = await this.storage.incrementAll(
      shares.map(({ budget, subject }) => {
        const window = budget.windowSeconds * 1000;
        return { key: keyOf({ budget, subject }), ttl: window, limit: budget.limit, blockDuration: window };
      }),
      { tx },
    );
    const at = counted.findIndex(({ isBlocked }) => isBlocked);
    if (at === -1) return undefined;
    return { budget: shares[at]!.budget, retryAfter: Math.max(1, Math.ceil(counted[at]!.timeToBlockExpire)) };
  }

  /** For a deed that is not to count after all. */
  async giveBack(shares: readonly Share[], tx?: EntityManager): Promise<void> {
    await this.sql.run(GIVE_BACK, [shares.map(keyOf)], tx);
  }
}

/** Digested: what people typed as their name does not belong into a table of counters. */
export function keyOf({ budget, subject }: Share): string {
  return sha256(`${budget.name}\n${subject}`).toString('base64url');
}
