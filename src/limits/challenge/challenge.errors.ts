import { DomainError } from '#common/errors/index.js';
import type { ChallengeDemand } from './challenge.js';

/** The attempts without a challenge are used up: see `challenge`, or wait. */
export class ChallengeRequired extends DomainError {
  static override readonly spec = {
    code: 'challenge_required',
    status: 429,
    title: 'A challenge is to be solved first',
    detail:
      'Solve what `challenge` says and send the same again with the solution in X-Challenge-Response; or wait for the number of seconds in `Retry-After`.',
  };

  constructor(
    readonly challenge: ChallengeDemand,
    headers: Readonly<Record<string, string>> = {},
    detail?: string,
  ) {
    super({ detail, members: { challenge }, headers });
  }
}

/** Whoever verifies solutions is away. Closed, not open: else an attacker had only to take it away. */
export class ChallengeUnavailable extends DomainError {
  static override readonly spec = {
    code: 'challenge_unavailable',
    status: 503,
    title: 'The solution cannot be verified right now',
    detail: 'Try again later, or sign in on a device that has signed in before.',
  };

  constructor() {
    super({ headers: { 'retry-after': '30' } });
  }
}
