/** How long each part lasts. The whole is to stay within four minutes. */
export interface Plan {
  readonly rounds: number;
  readonly warmMs: number;
  readonly rampMs: number;
  readonly measureMs: number;
  readonly loginRounds: number;
  readonly loginWarmMs: number;
  readonly loginRampMs: number;
  readonly loginMeasureMs: number;
  readonly starts: number;
  readonly idleMs: number;
}

export const FULL: Plan = {
  rounds: 5,
  warmMs: 1500,
  rampMs: 300,
  measureMs: 1700,
  loginRounds: 4,
  loginWarmMs: 3000,
  loginRampMs: 1000,
  loginMeasureMs: 3000,
  starts: 5,
  idleMs: 10_000,
};

/** To see that everything works. Its figures are worth nothing. */
export const QUICK: Plan = {
  rounds: 2,
  warmMs: 300,
  rampMs: 100,
  measureMs: 500,
  loginRounds: 2,
  loginWarmMs: 500,
  loginRampMs: 800,
  loginMeasureMs: 1000,
  starts: 2,
  idleMs: 1000,
};
