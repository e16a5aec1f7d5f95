import type { HashResult, HashSlot } from '../bare/hashes.ts';
import type { Finding, Ground, Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, HIGH_LIMITS, type Troupe } from '../phases/stage.ts';
import { number, spread } from '../support/page.ts';
import { spreadOf } from '../support/statistics.ts';
import { loginAt as betterAuthLogin, startBetterAuth } from './better-auth.ts';
import { hold } from './contest.ts';
import { GATEHOUSE, loginOf, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { hashCost, hashEngine } from './peer.ts';
import type { Side, Times } from './side.ts';
import { loginAt as tutorialLogin, startTutorial } from './tutorial.ts';

const BETTER_AUTH = 'better-auth';
const TUTORIAL = 'tutorial';
const HASHES = 'bare argon2, no HTTP';

const ROUNDS = 4;
/** One hash at a time and 64 that wait: about thirty too many, who ask again at once. */
const CROWD = 96;
/** Somebody else looks in a hundred times a second while the processor is full of hashes. */
const PROBE = { path: '/health/live', everyMs: 10, connections: 8 };

export const login: Part = {
  name: 'login',
  title: 'Signing in',
  longestMs: 6 * 60_000,
  run: (ground) => withLineup(ground, measure),
};

async function measure(lineup: Lineup): Promise<Outcome> {
  const { ground } = lineup;
  const troupe = lineup.with(await startGatehouse(ground, { RATE_LIMITS: 'on', ...HIGH_LIMITS }));
  const { service, people } = troupe;
  const betterAuth = lineup.with(await startBetterAuth(ground, 'off'));
  const tutorial = lineup.with(await startTutorial(ground));
  const ask = (at: number) => loginOf(people[at % CONNECTIONS]!);
  const cost = await hashCost();
  const engine = await hashEngine();
  await service.settled();
  const compared = await hold(ground, {
    name: 'login',
    operation: 'Signing in',
    slow: true,
    sides: [
      lineup.over({ name: GATEHOUSE, server: service, refusedStatus: 503, ask }),
      lineup.over({
        name: BETTER_AUTH,
        server: betterAuth.peer,
        ask: (at) => betterAuthLogin(betterAuth.peer, at % CONNECTIONS),
      }),
      lineup.over({ name: TUTORIAL, server: tutorial.peer, ask: (at) => tutorialLogin(at % CONNECTIONS) }),
      bareHashes(lineup, cost),
    ],
    ours: [GATEHOUSE],
    packages: [engine, 'argon2', 'better-auth', 'express', 'jsonwebtoken', 'passport-jwt', 'typeorm', 'pg'],
    goals: [
      { of: GATEHOUSE, against: HASHES, atLeast: 0.9 },
      { of: GATEHOUSE, against: BETTER_AUTH },
      { of: GATEHOUSE, against: TUTORIAL },
    ],
    notes: [
      `All hash by argon2id with ${cost.memoryKib} KiB, ${cost.passes} passes and one lane: Gatehouse and the bare hashes by \`${engine}\`, the peers by \`argon2\`, as those who copy them would. Gatehouse has every defence on: limits (so high that none is reached, so that each sign-in is counted everywhere), devices, sessions, the audit trail. The peers have no limits and no audit trail. Gatehouse lets 64 wait and answers 503 to more, so at 256 connections it also says that very often; the peers let everybody wait.`,
    ],
  });
  const beside = await besides(ground, lineup, troupe);
  return { ...compared, findings: [...compared.findings, ...beside] };
}

function bareHashes(lineup: Lineup, cost: { memoryKib: number; passes: number }): Side {
  const child = lineup.start('hashes');
  const measure = async (_: number, times: Times) => {
    const { perSecond, micros, latency } = await child.ask<HashResult>({ ...cost, ...times } satisfies HashSlot);
    return { perSecond, micros, latency };
  };
  return { name: HASHES, measure };
}

/** What others notice of it, and what those are told for whom there is no room. */
async function besides({ quick }: Ground, lineup: Lineup, { service, people }: Troupe): Promise<Finding[]> {
  const times = quick ? { rampMs: 500, measureMs: 800 } : { rampMs: 1000, measureMs: 3000 };
  const crowd = (connections: number, probe?: typeof PROBE) =>
    lineup.load({
      origin: service.origin,
      serverPid: service.pid,
      expectedStatus: 200,
      refusedStatus: 503,
      asks: Array.from({ length: connections }, (_, at) => loginOf(people[at % CONNECTIONS]!)),
      probe,
      ...times,
    });
  const looks: number[] = [];
  const delays: number[] = [];
  const refusals: number[] = [];
  for (let round = 0; round < (quick ? 1 : ROUNDS); round += 1) {
    await service.watchDelay();
    looks.push((await crowd(CONNECTIONS, PROBE)).probe!.p99);
    delays.push((await service.readDelay()).p99);
    refusals.push((await crowd(CROWD)).refused!.latency.p99);
  }
  const atMost = (what: string, ms: number[], most: number): Finding => {
    const found = spreadOf(ms);
    return { what, found: spread(found, 1), goal: `≤ ${number(most)}`, met: found.median <= most };
  };
  return [
    atMost('meanwhile, at 32 connections: delay of the event loop, p99, ms', delays, 20),
    atMost('meanwhile, at 32 connections: `GET /health/live`, p99, ms', looks, 50),
    atMost(`at ${CROWD} connections: those who are answered 503, p99, ms`, refusals, 50),
  ];
}
