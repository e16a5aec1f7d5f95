type Span = readonly [least: number, most: number];

export interface Plan {
  /** How often the fault falls. */
  readonly rounds: number;
  readonly strikeMs: Span;
  /** Before it falls. */
  readonly pauseMs: Span;
  /** Without a refusal for so long, all is well again. */
  readonly calmMs: number;
  readonly workers: number;
}

/** How long each fault is tried: `short` for CI, `long` at a desk. */
const PLANS: Record<'short' | 'long', Plan> = {
  short: { rounds: 1, strikeMs: [1_200, 1_800], pauseMs: [300, 900], calmMs: 1_000, workers: 5 },
  long: { rounds: 3, strikeMs: [1_500, 3_500], pauseMs: [500, 2_500], calmMs: 2_000, workers: 6 },
};

export const SEED = process.env['FAULTS_SEED'] ?? '0';
const LENGTH = process.env['FAULTS'] === 'short' ? 'short' : 'long';
export const PLAN: Plan = PLANS[LENGTH];

/** After a fault has ended the service must be itself again so soon, by itself. */
export const RECOVERED_MS = 10_000;
