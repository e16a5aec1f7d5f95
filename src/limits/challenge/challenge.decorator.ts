import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Fails } from '#common/errors/index.js';
import { ChallengeRequired, ChallengeUnavailable } from './challenge.errors.js';

/** As Node spells it. */
export const CHALLENGE_RESPONSE_HEADER = 'x-challenge-response';

/** For every route that checks a password: says that it may demand a challenge, and where the solution goes. */
export const MayDemandChallenge = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'X-Challenge-Response',
      required: false,
      description: 'The solution of the `challenge` in an answer `challenge_required`',
    }),
    Fails(ChallengeRequired, ChallengeUnavailable),
  );
