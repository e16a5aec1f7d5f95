import type { Slot, SlotResult } from '../load/slot.ts';
import type { Plan } from './plan.ts';
import type { Stage } from './stage.ts';
import { aim, keepRefreshTokens, quickRoutes, type Target } from './targets.ts';

export interface RouteResult {
  readonly target: Target;
  readonly rounds: readonly SlotResult[];
}

/** Every route in turn, again and again, so that a slow minute of the machine hits all of them alike. */
export async function measureRoutes(stage: Stage, { rounds, warmMs, rampMs, measureMs }: Plan): Promise<RouteResult[]> {
  const results = quickRoutes(stage).map((target) => ({ target, rounds: [] as SlotResult[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const result of results) {
      // The first round only lets the compiler see what is hot.
      const warming = round === 0;
      const times = warming ? { rampMs: 0, measureMs: warmMs } : { rampMs, measureMs };
      const slot = { ...aim(stage, result.target), ...times } satisfies Slot;
      const measured = await stage.generator.ask<SlotResult>(slot);
      keepRefreshTokens(stage, result.target, measured.refreshTokens);
      if (!warming) result.rounds.push(measured);
    }
  }
  return results;
}
