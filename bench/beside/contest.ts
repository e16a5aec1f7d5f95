import type { Finding, Ground, Outcome } from '../parts/part.ts';
import { number, spread, table } from '../support/page.ts';
import { type Spread, spreadOf } from '../support/statistics.ts';
import { circumstancesOf } from './circumstances.ts';
import { barPlot } from './plot.ts';
import type { Measured, Side, Times } from './side.ts';

/** The table of goals is about this many. */
const MOST = 32;
const CONNECTIONS = [1, MOST, 256];

const WHY_NOT =
  'What stands in the way of what is missed: [What the time goes to](#what-the-time-goes-to) shows it for our side, function by function.';

export interface Goal {
  readonly of: string;
  readonly against: string;
  /** Without, the ratio is only told. */
  readonly atLeast?: number;
}

export interface Contest {
  /** Of the part, and of the drawing. */
  readonly name: string;
  readonly operation: string;
  readonly sides: readonly Side[];
  /** Names of sides that are Gatehouse. */
  readonly ours: readonly string[];
  readonly goals: readonly Goal[];
  readonly notes: readonly string[];
  /** Whose releases a reader must know. */
  readonly packages: readonly string[];
  /** Where one takes long, as a password hash does. */
  readonly slow?: boolean;
}

interface Plan {
  readonly warmMs: number;
  /** At the number of connections that the goals are about. */
  readonly main: Times & { readonly rounds: number };
  readonly beside: Times & { readonly rounds: number };
}

const FULL: Plan = {
  warmMs: 1500,
  main: { rounds: 5, rampMs: 300, measureMs: 1500 },
  beside: { rounds: 2, rampMs: 200, measureMs: 1000 },
};
const FULL_SLOW: Plan = {
  warmMs: 2000,
  main: { rounds: 5, rampMs: 1000, measureMs: 3000 },
  beside: { rounds: 2, rampMs: 500, measureMs: 2000 },
};
const QUICK: Plan = {
  warmMs: 200,
  main: { rounds: 2, rampMs: 50, measureMs: 300 },
  beside: { rounds: 1, rampMs: 50, measureMs: 200 },
};
const QUICK_SLOW: Plan = {
  warmMs: 300,
  main: { rounds: 2, rampMs: 700, measureMs: 800 },
  beside: { rounds: 1, rampMs: 300, measureMs: 800 },
};

/** So many at most, of which each may need something of its own. */
export function mostConnections({ quick }: Ground): number {
  return Math.max(...connectionsOf(quick));
}

function connectionsOf(quick: boolean): number[] {
  return quick ? CONNECTIONS.filter((connections) => connections <= MOST) : CONNECTIONS;
}

type Round = ReadonlyMap<string, Measured>;

/** All sides in turn, there and back again, so that a slow minute of the machine hits all of them alike. */
export async function hold(ground: Ground, contest: Contest): Promise<Outcome> {
  const { quick } = ground;
  const { sides, slow = false } = contest;
  const plan = quick ? (slow ? QUICK_SLOW : QUICK) : slow ? FULL_SLOW : FULL;
  // Lets the compiler see what is hot.
  for (const side of sides) await side.measure(MOST, { rampMs: 0, measureMs: plan.warmMs });
  const results = new Map<number, Round[]>();
  for (const connections of connectionsOf(quick)) {
    const { rounds, ...times } = connections === MOST ? plan.main : plan.beside;
    const held: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const measured = new Map<string, Measured>();
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        measured.set(side.name, await side.measure(connections, times));
      held.push(measured);
    }
    results.set(connections, held);
  }
  const outcome = outcomeOf(contest, plan, results);
  return { ...outcome, notes: [...outcome.notes, await circumstancesOf(ground, contest.packages)] };
}

function outcomeOf(contest: Contest, plan: Plan, results: ReadonlyMap<number, Round[]>): Outcome {
  const { name, operation, sides, goals, ours, notes } = contest;
  const main = results.get(MOST)!;
  const bars = sides.map((side) => ({
    name: side.name,
    value: over(main, side.name, ({ perSecond }) => perSecond),
    ours: ours.includes(side.name),
  }));
  const findings = goals.flatMap((goal) => verdict(goal, main));
  return {
    findings,
    exhibits: [tableOf(sides, results)],
    plots: [barPlot(`${name}.svg`, operation, `per second, ${MOST} connections`, bars)],
    notes: [
      ...notes,
      ...(findings.some(({ met }) => met === false) ? [WHY_NOT] : []),
      `At ${MOST} connections ${plan.main.rounds} rounds of ${plan.main.measureMs / 1000} s for each, otherwise ${plan.beside.rounds} of ${plan.beside.measureMs / 1000} s, all in turn and every other round backwards; a ratio is taken within a round at ${MOST} connections.`,
    ],
  };
}

function verdict({ of, against, atLeast }: Goal, rounds: readonly Round[]): Finding[] {
  const ratio = ratioOf(rounds, of, against, ({ perSecond }) => perSecond);
  const inTime = ratioOf(rounds, against, of, ({ micros }) => micros);
  const goal = atLeast === undefined ? {} : { goal: `≥ ${atLeast}`, met: ratio.median >= atLeast };
  return [
    { what: `${of} / ${against}`, found: spread(ratio, 2), ...goal },
    { what: 'the same in processor time', found: spread(inTime, 2) },
  ];
}

function ratioOf(rounds: readonly Round[], above: string, below: string, figure: (measured: Measured) => number) {
  return spreadOf(rounds.map((round) => figure(round.get(above)!) / figure(round.get(below)!)));
}

function over(rounds: readonly Round[], name: string, figure: (measured: Measured) => number): Spread {
  return spreadOf(rounds.map((round) => figure(round.get(name)!)));
}

function tableOf(sides: readonly Side[], results: ReadonlyMap<number, Round[]>): string {
  const rows = [...results].flatMap(([connections, rounds]) =>
    sides.map(({ name }) => {
      const median = (figure: (measured: Measured) => number) => over(rounds, name, figure).median;
      const rate = over(rounds, name, ({ perSecond }) => perSecond);
      const ms = (figure: (measured: Measured) => number) => number(median(figure), 2);
      return [
        name,
        String(connections),
        spread(rate, rate.median < 100 ? 1 : 0),
        ms(({ latency }) => latency.p50),
        ms(({ latency }) => latency.p99),
        ms(({ latency }) => latency.p999),
        number(median(({ micros }) => micros)),
      ];
    }),
  );
  return table(['who', 'connections', 'per second', 'p50 ms', 'p99 ms', 'p99.9 ms', 'processor µs'], rows);
}
