import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { answerParent } from '../support/child.ts';
import { loop, type LoopResult, type LoopTimes } from './loop.ts';

/** The signature and the claims of a token, verified each time, with nothing around it. */
export interface JoseSlot extends LoopTimes {
  readonly jwks: JSONWebKeySet;
  readonly tokens: readonly string[];
}

let keys: ReturnType<typeof createLocalJWKSet> | undefined;

answerParent(async ({ jwks, tokens, ...times }: JoseSlot): Promise<LoopResult> => {
  const key = (keys ??= createLocalJWKSet(jwks));
  const demands = { typ: 'at+jwt', audience: 'gatehouse', requiredClaims: ['exp'] };
  return loop(times, async (worker) => {
    await jwtVerify(tokens[worker % tokens.length]!, key, demands);
  });
});
