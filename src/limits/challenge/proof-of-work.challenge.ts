import type { Clock } from '#common/clock.js';
import { sha256 } from '#common/crypto/secrets.js';
import type { Budget, CountersService } from '../counters.service.js';
import { Challenge, type ChallengeDemand, type ChallengedAttempt } from './challenge.js';
import type { ProofOfWorkCodec } from './proof-of-work.codec.js';

/** Long enough for a slow telephone and the hardest task. */
const LIFE_SECONDS = 10 * 60;

/** Doublings on the way through the budget. */
const GROWTH = 6;

/** An honest client may be overtaken by that many while it works. More: it hoards easy tasks. */
const SLACK = 1;

/** A solution is a budget of one. It outlives the task by far, so that clocks need not agree. */
const ONCE: Budget = { name: 'challenge_solution', limit: 1, windowSeconds: 2 * LIFE_SECONDS };

/** Of our own, so that no third party is needed: SHA-256 of `token.nonce` has to begin with so many zero bits. */
export class ProofOfWorkChallenge extends Challenge {
  constructor(
    private readonly difficulty: number,
    private readonly codec: ProofOfWorkCodec,
    private readonly counters: CountersService,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Nothing is stored: asking for tasks costs us nothing. */
  override demand({ subject, used }: ChallengedAttempt): ChallengeDemand {
    const difficulty = this.difficultyAt(used);
    const expiresAt = this.clock.epochSeconds() + LIFE_SECONDS;
    return {
      kind: 'proof_of_work',
      algorithm: 'SHA-256',
      token: this.codec.issue(subject, difficulty, expiresAt),
      difficulty,
      expires_at: new Date(expiresAt * 1000).toISOString(),
    };
  }

  /** Costs a MAC and a hash; only what is solved costs a statement, which decides that it counts once. */
  override async accepts(response: string, { subject, used }: ChallengedAttempt): Promise<boolean> {
    const task = this.codec.read(response.slice(0, response.lastIndexOf('.')), subject);
    if (!task || task.expiresAt <= this.clock.epochSeconds()) return false;
    if (task.difficulty < this.difficultyAt(used) - SLACK) return false;
    if (leadingZeroBits(sha256(response)) < task.difficulty) return false;
    return (await this.counters.take([{ budget: ONCE, subject: task.id }])) === undefined;
  }

  private difficultyAt(used: number): number {
    return this.difficulty + Math.floor(used * (GROWTH + 1));
  }
}

/** Of the first 32, which is more than is ever demanded. */
function leadingZeroBits(digest: Buffer): number {
  return Math.clz32(digest.readUInt32BE());
}
