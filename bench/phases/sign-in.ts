import type { HashResult, HashSlot } from '../bare/hashes.ts';
import type { Slot, SlotResult } from '../load/slot.ts';
import type { Delay } from '../support/service.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';
import { aim, LOGIN, LOGIN_LIMITED, LOGIN_NEW_DEVICE, troupeOf } from './targets.ts';

/** What somebody else notices of the sign-ins. */
export interface WatchedRound extends SlotResult {
  readonly delay: Delay;
}

export interface SignInResult {
  readonly hashes: readonly HashResult[];
  readonly logins: readonly SlotResult[];
  readonly limited: readonly SlotResult[];
  readonly newDevices: readonly SlotResult[];
  readonly watched: readonly WatchedRound[];
}

export interface HashCost {
  readonly memoryKib: number;
  readonly passes: number;
}

/** Somebody else looks in a hundred times a second while the processor is full of hashes. */
const PROBE = { path: '/health/live', everyMs: 10, connections: 8 };

/**
 * Bare hashes and whole sign-ins in turn, on the same processor. The looking in and the watch over the event loop take
 * time themselves, so they have a turn of their own.
 */
export async function measureSignIn(stage: Stage, plan: Plan, cost: HashCost): Promise<SignInResult> {
  const times = { rampMs: plan.loginRampMs, measureMs: plan.loginMeasureMs };
  const load = (slot: Slot) => stage.generator.ask<SlotResult>(slot);
  for (const target of [LOGIN, LOGIN_LIMITED, LOGIN_NEW_DEVICE]) {
    await load({ ...aim(stage, target), rampMs: 0, measureMs: plan.loginWarmMs });
  }
  const { service } = troupeOf(stage, LOGIN);
  await service.settled();

  const hashes: HashResult[] = [];
  const logins: SlotResult[] = [];
  const limited: SlotResult[] = [];
  const newDevices: SlotResult[] = [];
  const watched: WatchedRound[] = [];
  for (let round = 0; round < plan.loginRounds; round += 1) {
    hashes.push(await stage.hashes.ask<HashResult>({ ...cost, ...times } satisfies HashSlot));
    logins.push(await load({ ...aim(stage, LOGIN), ...times }));
    limited.push(await load({ ...aim(stage, LOGIN_LIMITED), ...times }));
    newDevices.push(await load({ ...aim(stage, LOGIN_NEW_DEVICE), ...times }));
    await service.settled();
    await service.watchDelay();
    const seen = await load({ ...aim(stage, LOGIN), ...times, probe: PROBE });
    watched.push({ ...seen, delay: await service.readDelay() });
  }
  return { hashes, logins, limited, newDevices, watched };
}
