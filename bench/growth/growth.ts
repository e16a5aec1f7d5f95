import { circumstancesOf } from '../beside/circumstances.ts';
import { type Lineup, withLineup } from '../beside/lineup.ts';
import { barPlot } from '../beside/plot.ts';
import type { Measured, Side, Times } from '../beside/side.ts';
import type { Finding, Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS } from '../phases/stage.ts';
import { number, spread, table } from '../support/page.ts';
import { type Spread, spreadOf } from '../support/statistics.ts';
import { operationsOf } from './operations.ts';
import { settle, type Village } from './village.ts';

const GOAL = 1.3;
const SIZES = [100, 10_000, 1_000_000] as const;
const QUICK_SIZES = [100, 1000, 10_000] as const;

interface Plan {
  readonly rounds: number;
  readonly warmMs: number;
  readonly quickly: Times;
  readonly slowly: Times;
}

const FULL: Plan = {
  rounds: 5,
  warmMs: 700,
  quickly: { rampMs: 200, measureMs: 1500 },
  slowly: { rampMs: 700, measureMs: 3000 },
};
const QUICK: Plan = {
  rounds: 1,
  warmMs: 100,
  quickly: { rampMs: 50, measureMs: 200 },
  slowly: { rampMs: 600, measureMs: 700 },
};

/** The same requests among few users and among many: three services in turn, round by round. */
export const growth: Part = {
  name: 'growth',
  title: 'Among a hundred users, and among a million',
  longestMs: 14 * 60_000,
  run: (ground) => withLineup(ground, measure),
};

interface Measurement {
  readonly operation: string;
  /** Of each size, round by round. */
  readonly rounds: readonly (readonly Measured[])[];
}

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const { quick } = ground;
  const plan = quick ? QUICK : FULL;
  const villages: Village[] = [];
  for (const size of quick ? QUICK_SIZES : SIZES) villages.push(lineup.with(await settle(ground, size)));
  const operations = await Promise.all(villages.map(operationsOf));
  const measurements: Measurement[] = [];
  for (const [at, { name, slow = false }] of operations[0]!.entries()) {
    const sides = villages.map(({ service }, village) =>
      lineup.over({ ...operations[village]![at]!, server: service }),
    );
    measurements.push({ operation: name, rounds: await inTurn(sides, plan, slow ? plan.slowly : plan.quickly) });
  }
  const outcome = outcomeOf(villages, measurements, plan);
  return { ...outcome, notes: [...outcome.notes, await circumstancesOf(ground, ['pg'])] };
}

async function inTurn(sides: readonly Side[], { rounds, warmMs }: Plan, times: Times): Promise<Measured[][]> {
  for (const side of sides) await side.measure(CONNECTIONS, { rampMs: 0, measureMs: Math.max(warmMs, times.rampMs) });
  const results: Measured[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const measured: Measured[] = [];
    const order = [...sides.keys()];
    for (const at of round % 2 === 0 ? order : order.toReversed())
      measured[at] = await sides[at]!.measure(CONNECTIONS, times);
    results.push(measured);
  }
  return results;
}

function outcomeOf(villages: readonly Village[], measurements: readonly Measurement[], plan: Plan): Outcome {
  const sizes = villages.map(({ size }) => number(size));
  const most = sizes.at(-1)!;
  const factor = ({ rounds }: Measurement): Spread =>
    spreadOf(rounds.map((round) => round.at(-1)!.latency.p99 / round[0]!.latency.p99));
  const what = `p99 at ${most} / p99 at ${sizes[0]}`;
  return {
    findings: measurements.map((each): Finding => {
      const found = factor(each);
      return {
        what: `${each.operation}: ${what}`,
        found: spread(found, 2),
        goal: `≤ ${GOAL}`,
        met: found.median <= GOAL,
      };
    }),
    plots: [
      barPlot(
        'growth.svg',
        'How cost grows',
        what,
        measurements.map((each) => ({ name: each.operation, value: factor(each), ours: factor(each).median <= GOAL })),
      ),
    ],
    exhibits: [latencies(sizes, measurements), footprints(villages)],
    notes: [
      `Three services on one processor, each with a database of its own that SQL has filled with so many users, as many live sessions and as many revoked tokens that could still live; 32 people who have registered among them ask, at ${CONNECTIONS} connections, ${plan.rounds} rounds of ${plan.quickly.measureMs / 1000} s each (${plan.slowly.measureMs / 1000} s where a password is hashed), the three in turn and every other round backwards. A ratio is taken within a round. Green in the drawing is what keeps to the goal.`,
    ],
  };
}

function latencies(sizes: readonly string[], measurements: readonly Measurement[]): string {
  const cells = ({ rounds }: Measurement, at: number) => [
    number(spreadOf(rounds.map((round) => round[at]!.perSecond)).median),
    spread(spreadOf(rounds.map((round) => round[at]!.latency.p99)), 1),
  ];
  return table(
    ['operation', ...sizes.flatMap((size) => [`per second at ${size}`, `p99 ms at ${size}`])],
    measurements.map((each) => [each.operation, ...sizes.flatMap((_, at) => cells(each, at))]),
  );
}

function footprints(villages: readonly Village[]): string {
  return table(
    [
      'users, sessions, revoked tokens',
      'start to ready, s',
      'resident after it, MiB',
      'bytes on disk: user',
      'session',
      'revoked token',
    ],
    villages.map(({ size, service, idleMiB, bytes }) => [
      number(size),
      number(service.startMs / 1000, 2),
      number(idleMiB),
      ...[bytes.user, bytes.session, bytes.revoked].map((value) => number(value)),
    ]),
  );
}
