import { Inject, Injectable, Optional } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { Sql } from '#database/index.js';
import { type Budget, CountersService, keyOf } from '../counters.service.js';
import type { TooManyRequests } from '../rate-limit.js';
import { Challenge } from './challenge.js';
import { ChallengeRequired } from './challenge.errors.js';

const DAY = 24 * 60 * 60;

/** No solution is longer. */
const LONGEST_RESPONSE = 8192;

const NOT_ACCEPTED = 'The solution is wrong, late or used up. Here is another challenge.';

/** $1 key. A counter that has run out and is to begin anew has no row here. */
const USED = {
  name: 'challenged_attempts_used',
  text: `
    SELECT hits FROM rate_limits
     WHERE key = $1 AND (blocked_until > now() OR (blocked_until IS NULL AND expires_at > now()))`,
};

/**
 * What is left when an ordinary budget is used up: attempts that each cost a solved challenge, and are bounded
 * themselves. So strangers who use the ordinary budget up do not shut out an owner on a new device, and win no more
 * than a number of guesses that is known.
 */
@Injectable()
export class ChallengedAttemptsService {
  private readonly budget: Budget;
  private readonly outcomes: Counter<'outcome'>;

  constructor(
    @Optional() @Inject(Challenge) private readonly challenge: Challenge | undefined,
    private readonly counters: CountersService,
    private readonly sql: Sql,
    config: Config,
    registry: MetricsRegistry,
  ) {
    this.budget = { name: 'attempts_challenged', limit: config.limits.challenge.attemptsPerDay, windowSeconds: DAY };
    this.outcomes = new Counter({
      name: 'gatehouse_challenges_total',
      help: 'Challenges by outcome: demanded, passed, refused; exhausted: the challenged attempts were used up',
      labelNames: ['outcome'],
      registers: [registry],
    });
  }

  /**
   * One attempt for `subject`, for a challenge that was solved. Throws ChallengeRequired, ChallengeUnavailable, and
   * `refusal` where no solution would help. Returns what gives the attempt back.
   */
  async take(subject: string, response: string | undefined, refusal: TooManyRequests): Promise<() => Promise<void>> {
    if (!this.challenge) throw refusal;
    const used = (await this.used(subject)) / this.budget.limit;
    if (used >= 1) throw this.exhausted(refusal);

    const attempt = { subject, used };
    const accepted = response !== undefined && response.length <= LONGEST_RESPONSE;
    if (!accepted || !(await this.challenge.accepts(response, attempt))) {
      this.outcomes.inc({ outcome: response === undefined ? 'demanded' : 'refused' });
      const detail = response === undefined ? undefined : NOT_ACCEPTED;
      throw new ChallengeRequired(this.challenge.demand(attempt), refusal.occurrence.headers, detail);
    }

    // Counted only now: a solution that is sent twice must not use up what others solve challenges for.
    const shares = [{ budget: this.budget, subject }];
    if (await this.counters.take(shares)) throw this.exhausted(refusal);
    this.outcomes.inc({ outcome: 'passed' });
    return () => this.counters.giveBack(shares);
  }

  private async used(subject: string): Promise<number> {
    const [row] = await this.sql.run<{ hits: number }>(USED, [keyOf({ budget: this.budget, subject })]);
    return row?.hits ?? 0;
  }

  private exhausted(refusal: TooManyRequests): TooManyRequests {
    this.outcomes.inc({ outcome: 'exhausted' });
    return refusal;
  }
}
