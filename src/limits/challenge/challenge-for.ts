import type { Clock } from '#common/clock.js';
import type { Config } from '#config/index.js';
import type { SecretKey } from '#database/index.js';
import type { CountersService } from '../counters.service.js';
import type { Challenge } from './challenge.js';
import { ProofOfWorkChallenge } from './proof-of-work.challenge.js';
import { ProofOfWorkCodec } from './proof-of-work.codec.js';
import { HcaptchaChallenge, TurnstileChallenge } from './third-party.challenges.js';

/** The one that is configured. Undefined where there is none. */
export function challengeFor(
  { limits: { challenge } }: Config,
  secretKey: SecretKey,
  counters: CountersService,
  clock: Clock,
): Challenge | undefined {
  switch (challenge.kind) {
    case 'off':
      return undefined;
    case 'proof_of_work':
      return new ProofOfWorkChallenge(challenge.difficulty, new ProofOfWorkCodec(secretKey), counters, clock);
    case 'turnstile':
      return new TurnstileChallenge(challenge);
    case 'hcaptcha':
      return new HcaptchaChallenge(challenge);
  }
}
