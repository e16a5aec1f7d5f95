import type { HashResult, HashSlot } from '../bare/hashes.ts';
import type { Slot, SlotResult } from '../load/slot.ts';
import type { Delay } from '../support/service.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';
import { aim, LOGIN, LOGIN_LIMITED, type Target, troupeOf } from './targets.ts';

export interface LoginRound extends SlotResult {
  readonly delay: Delay;
}

export interface SignInResult {
  readonly hashes: readonly HashResult[];
  readonly logins: readonly LoginRound[];
  readonly limited: readonly LoginRound[];
}

export interface HashCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** Somebody else looks in a hundred times a second while the processor is full of hashes. */
const PROBE = { path: '/health/live', everyMs: 10, connections: 8 };

/** Bare hashes and whole sign-ins in turn, on the same processor. */
export async function measureSignIn(stage: Stage, plan: Plan, cost: HashCost): Promise<SignInResult> {
  const times = { rampMs: plan.loginRampMs, measureMs: plan.loginMeasureMs };
  const hashes: HashResult[] = [];
  const logins: LoginRound[] = [];
  const limited: LoginRound[] = [];
  for (let round = 0; round < plan.loginRounds; round += 1) {
    hashes.push(await stage.hashes.ask<HashResult>({ ...cost, ...times } satisfies HashSlot));
    logins.push(await loginSlot(stage, LOGIN, times));
    limited.push(await loginSlot(stage, LOGIN_LIMITED, times));
  }
  return { hashes, logins, limited };
}

async function loginSlot(
  stage: Stage,
  target: Target,
  times: { rampMs: number; measureMs: number },
): Promise<LoginRound> {
  const { service } = troupeOf(stage, target);
  await service.resetDelay();
  const slot = { ...aim(stage, target), ...times, probe: PROBE } satisfies Slot;
  const result = await stage.generator.ask<SlotResult>(slot);
  return { ...result, delay: await service.readDelay() };
}
