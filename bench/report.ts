import type { SlotResult } from './load/slot.ts';
import type { HashCost, SignInResult } from './phases/sign-in.ts';
import { CONNECTIONS } from './phases/stage.ts';
import type { RouteResult } from './phases/routes.ts';
import type { StartResult } from './phases/starts.ts';
import type { StatementResult } from './phases/statements.ts';
import {
  BARE,
  LOGIN,
  LOGIN_LIMITED,
  LOGIN_NEW_DEVICE,
  REFRESH,
  REFRESH_IN_REDIS,
  REFRESH_LIMITED,
  type Target,
} from './phases/targets.ts';
import { caveats, isQuiet } from './report.caveats.ts';
import type { Cores, describeMachine } from './support/machine.ts';
import { number, percent, spread, table } from './support/page.ts';
import { type Latency, type Spread, spreadOf } from './support/statistics.ts';

export interface Results {
  readonly date: string;
  readonly command: string;
  readonly quick: boolean;
  readonly machine: ReturnType<typeof describeMachine>;
  /** Share of all processors that others used before or after, whichever was more. */
  readonly foreign: number;
  readonly cores: Cores;
  readonly cost: HashCost;
  readonly statements: StatementResult;
  readonly routes: readonly RouteResult[];
  readonly signIn: SignInResult;
  readonly loadedMiB: number;
  readonly starts: readonly StartResult[];
  readonly seconds: number;
}

export function report(results: Results): string {
  return [
    '# Performance',
    `Written by \`${results.command}\`; do not edit. Run it again instead.`,
    ...(results.quick ? ['**A quick run, to see that everything works. Its figures are worth nothing.**'] : []),
    '## Ratios',
    'Each is taken within one round, so both sides had the same machine. Median (lowest–highest).',
    ratios(results),
    '## Under load',
    `${CONNECTIONS} connections, the next request when the last is answered. The median of ${results.routes[0]!.rounds.length} rounds (lowest–highest), all routes in turn in each round.`,
    routes(results),
    '## Signing in',
    signIn(results),
    bystander(results),
    '## Starting',
    starts(results),
    '## What this means, and what it does not',
    ...caveats(results),
    '## Where and how',
    circumstances(results),
  ].join('\n\n');
}

function ratios(results: Results): string {
  const { routes, signIn, starts } = results;
  const perRound = (name: string) => routes.find(({ target }) => target.name === name)!.rounds.map((r) => r.perSecond);
  const { hashes, logins, limited, newDevices, watched } = signIn;
  const rate = (rounds: readonly { perSecond: number }[]) => rounds.map(({ perSecond }) => perSecond);
  const hashRate = rate(hashes);
  const goal = (text: string, met: boolean) =>
    isQuiet(results) ? `${text}: ${met ? 'met' : 'missed'}` : `${text}: not judged`;

  const loginRatio = divided(rate(logins), hashRate);
  const timeRatio = (rounds: readonly SlotResult[]) =>
    divided(
      hashes.map(({ micros }) => micros),
      rounds.map(({ serverMicros }) => serverMicros),
    );
  const delay = spreadOf(watched.map((round) => round.delay.p99));
  const others = routes.filter(({ target }) => target.name !== BARE.name);
  return table(
    ['what', 'ratio', 'goal'],
    [
      ['sign-ins per bare argon2 hash', spread(loginRatio, 2), goal('≥ 0.90', loginRatio.median >= 0.9)],
      ['the same in processor time', spread(timeRatio(logins), 2), ''],
      ['sign-ins on new devices per bare argon2 hash', spread(divided(rate(newDevices), hashRate), 2), ''],
      ['the same in processor time', spread(timeRatio(newDevices), 2), ''],
      ['event loop delay, p99, while signing in, ms', spread(delay, 1), goal('< 20', delay.median < 20)],
      ...starts.map(({ database, startMs }) => {
        const seconds = spreadOf(startMs.map((ms) => ms / 1000));
        return [`start to ready, ${database}, s`, spread(seconds, 2), goal('< 2.5', seconds.median < 2.5)];
      }),
      [`${LOGIN_LIMITED.name} / off`, spread(divided(rate(limited), rate(logins)), 2), ''],
      ...[REFRESH_LIMITED, REFRESH_IN_REDIS]
        .filter(({ name }) => routes.some(({ target }) => target.name === name))
        .map(({ name }) => [`${name} / off`, spread(divided(perRound(name), perRound(REFRESH.name)), 2), '']),
      ...others.map(({ target }) => [
        `${target.name} / ${BARE.name}`,
        spread(divided(perRound(target.name), perRound(BARE.name)), 3),
        '',
      ]),
    ],
  );
}

function divided(above: readonly number[], below: readonly number[]): Spread {
  return spreadOf(above.map((value, round) => value / below[round]!));
}

function routes({ routes, statements }: Results): string {
  return table(
    ['route', 'requests/s', 'p50 ms', 'p99 ms', 'processor µs', 'its processor', 'the others', statements.counted],
    routes.map(({ target, rounds }) => [
      `${target.name}: ${target.note}`,
      spread(spreadOf(rounds.map((round) => round.perSecond))),
      spread(spreadOf(rounds.map((round) => round.latency.p50)), 1),
      spread(spreadOf(rounds.map((round) => round.latency.p99)), 1),
      number(spreadOf(rounds.map((round) => round.serverMicros)).median),
      percent(spreadOf(rounds.map((round) => round.serverBusy)).median),
      percent(spreadOf(rounds.map((round) => round.othersBusy)).median),
      statementsOf(statements, target),
    ]),
  );
}

function statementsOf({ counts }: StatementResult, target: Target): string {
  const found = counts.find((count) => count.target.name === target.name);
  return found ? number(found.perRequest, 2) : '–';
}

function signIn({ signIn: { hashes, logins, limited, newDevices, watched }, statements, cost }: Results): string {
  const row = (name: string, rounds: readonly SlotResult[], count: string) => [
    name,
    spread(spreadOf(rounds.map((round) => round.perSecond)), 1),
    spread(spreadOf(rounds.map((round) => round.serverMicros / 1000)), 1),
    spread(spreadOf(rounds.map((round) => round.latency.p50))),
    spread(spreadOf(rounds.map((round) => round.latency.p99))),
    count,
  ];
  const bare = `bare argon2id: ${cost.memoryKib} KiB, ${cost.passes} passes, ${hashes[0]!.concurrency} at once`;
  const hashRate = spread(spreadOf(hashes.map(({ perSecond }) => perSecond)), 1);
  const hashTime = spread(spreadOf(hashes.map(({ micros }) => micros / 1000)), 1);
  return table(
    ['what', 'per second', 'processor ms', 'p50 ms', 'p99 ms', statements.counted],
    [
      [bare, hashRate, hashTime, '–', '–', '–'],
      row(LOGIN.name, logins, statementsOf(statements, LOGIN)),
      row(LOGIN_LIMITED.name, limited, statementsOf(statements, LOGIN_LIMITED)),
      row(LOGIN_NEW_DEVICE.name, newDevices, statementsOf(statements, LOGIN_NEW_DEVICE)),
      row(`${LOGIN.name}, while somebody looks in`, watched, '–'),
    ],
  );
}

function bystander({ signIn: { watched } }: Results): string {
  const probes = watched.map(({ probe }) => probe ?? { p50: Number.NaN, p99: Number.NaN, max: Number.NaN });
  const row = (name: string, rounds: readonly Pick<Latency, 'p50' | 'p99' | 'max'>[]) => [
    name,
    spread(spreadOf(rounds.map(({ p50 }) => p50)), 1),
    spread(spreadOf(rounds.map(({ p99 }) => p99)), 1),
    spread(spreadOf(rounds.map(({ max }) => max)), 1),
  ];
  const delays = watched.map(({ delay }) => delay);
  return table(
    ['meanwhile', 'p50 ms', 'p99 ms', 'longest ms'],
    [row('GET /health/live, a hundred times a second', probes), row('delay of the event loop', delays)],
  );
}

function starts({ starts, loadedMiB }: Results): string {
  return table(
    ['database', 'start to ready, s', 'resident when idle, MiB', 'resident after all this load, MiB'],
    starts.map(({ database, startMs, idleMiB }) => [
      database,
      spread(spreadOf(startMs.map((ms) => ms / 1000)), 2),
      number(idleMiB),
      database === 'PostgreSQL' ? number(loadedMiB) : '–',
    ]),
  );
}

function circumstances({ date, command, machine, foreign, cores, statements, seconds }: Results): string {
  const where = cores.pinned
    ? `Gatehouse on processor ${cores.service}; load and PostgreSQL on ${cores.others.join(', ')}`
    : 'nothing is pinned: there is one processor only, or no `taskset`';
  const durability = Object.entries(statements.durability).map(([name, value]) => `${name}=${value}`);
  return table(
    ['', ''],
    [
      ['date', date],
      ['command', `\`${command}\`, ${number(seconds)} s`],
      ['processors', machine.processor],
      ['memory', `${machine.memoryGiB} GiB`],
      ['system', machine.system],
      ['Node.js', machine.node],
      ['PostgreSQL', `${statements.version}, ${durability.join(', ')}`],
      ['who runs where', where],
      ['used by others, before or after', percent(foreign)],
    ],
  );
}
