import { Injectable } from '@nestjs/common';
import { SecretKey } from '#database/index.js';
import { Redis, type RedisLink } from '#redis/index.js';
import type { Counted, Hit } from '../hit.js';
import { COUNT } from './count.script.js';

export interface CountedInRedis {
  readonly counted: readonly Counted[];
  /** How long that server has kept what was counted. */
  readonly remembersMs: number;
}

const PROOF: Hit = { key: 'proof', limit: 1, ttl: 1000, blockDuration: 1000 };

/** Counters in Redis: gone when it forgets, which it says. */
@Injectable()
export class RedisCounters {
  /** Of this installation alone. In braces, so that all of them are in one slot, as one script demands it. */
  private readonly prefix: string;

  constructor(
    private readonly redis: Redis,
    secretKey: SecretKey,
  ) {
    this.prefix = `{gatehouse:${secretKey.fingerprint}}:`;
    // A counter is written: a replica, a full memory and a user without rights refuse only that.
    redis.believeAfter(async (link) => {
      countsOf([PROOF], await link.run(COUNT, this.keys(link, [PROOF]), values([PROOF])));
    });
  }

  /** As `PostgresThrottlerStorage.incrementAll`. Undefined: Redis cannot be asked. */
  incrementAll(hits: readonly Hit[]): Promise<CountedInRedis | undefined> {
    return this.redis.run(
      COUNT,
      (link) => this.keys(link, hits),
      values(hits),
      (answer, link) => ({ ...countsOf(hits, answer), ...(link.evicts && { remembersMs: 0 }) }),
    );
  }

  /** A server that was started again, or took over from another, may remember less than it believes. */
  private keys(link: RedisLink, hits: readonly Hit[]): string[] {
    return [`since:${link.serverRun}`, ...hits.map(({ key }) => key)].map((key) => this.prefix + key);
  }
}

/** Throws for whatever else may answer in the place of Redis: it has counted nothing. */
function countsOf(hits: readonly Hit[], answer: unknown): CountedInRedis {
  if (isCount(answer)) {
    const [remembersMs, ...numbers] = answer;
    const counted = hits.slice(0, numbers.length / 3).map((_, index) => counter(numbers.slice(index * 3)));
    // All of them, or as far as one that is refused: anything less would let somebody through uncounted.
    if (counted.length === hits.length || counted.at(-1)?.isBlocked) return { counted, remembersMs };
  }
  throw new Error('What answers does not count');
}

function isCount(answer: unknown): answer is [number, ...number[]] {
  return Array.isArray(answer) && answer.length % 3 === 1 && answer.every((each) => Number.isSafeInteger(each));
}

function values(hits: readonly Hit[]): string[] {
  return hits.flatMap(({ limit, ttl, blockDuration }) => [limit, ttl, blockDuration].map(String));
}

function counter([hits, restMs, blockedMs]: number[]): Counted {
  return {
    totalHits: hits!,
    timeToExpire: restMs! / 1000,
    isBlocked: blockedMs! > 0,
    timeToBlockExpire: blockedMs! / 1000,
  };
}
