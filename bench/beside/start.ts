import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from '../load/request.ts';
import type { Finding, Ground, Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, newDatabase } from '../phases/stage.ts';
import { residentMiB } from '../support/machine.ts';
import { number, spread, table } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { spreadOf } from '../support/statistics.ts';
import { loginAt as betterAuthLogin, startBetterAuth } from './better-auth.ts';
import { circumstancesOf } from './circumstances.ts';
import { API, GATEHOUSE, get, loginOf, startGatehouse } from './gatehouse.ts';
import { type Lineup, withLineup } from './lineup.ts';
import { introspectionOf, JWT_TOKEN, startOidcProvider } from './oidc-provider.ts';
import { startPeer } from './peer.ts';
import { barPlot } from './plot.ts';
import { loginAt as tutorialLogin, startTutorial } from './tutorial.ts';

const GOALS = { readySeconds: 2, idleMiB: 150, loadedMiB: 220 };
const LOOK_MS = 100;

export const start: Part = { name: 'start', title: 'Starting, and memory', run };

interface Started {
  readonly pid: number;
  readonly startMs: number;
  stop(): Promise<void>;
}

/** What is asked of it, over and over, first the one and then the other. */
interface Loaded {
  readonly server: { readonly origin: string; readonly pid: number };
  readonly asks: readonly ((connection: number) => Ask)[];
}

interface Runner {
  readonly name: string;
  readonly start: (url: string) => Promise<Started>;
  readonly load: (lineup: Lineup) => Promise<Loaded>;
}

interface Figures {
  readonly name: string;
  readonly startMs: readonly number[];
  readonly idleMiB: number;
  readonly loadedMiB: number;
}

async function run(ground: Ground): Promise<Outcome> {
  const { quick } = ground;
  const all = await Promise.all(runnersOn(ground).map(async (runner) => ({ runner, url: await newUrl(ground) })));
  // The first start makes the tables, and the caches of the machine warm.
  for (const { runner, url } of all) await (await runner.start(url)).stop();
  const startMs = new Map<string, number[]>(all.map(({ runner }) => [runner.name, []]));
  for (let round = 0; round < (quick ? 1 : 5); round += 1) {
    for (const { runner, url } of round % 2 === 0 ? all : all.toReversed()) {
      const started = await runner.start(url);
      startMs.get(runner.name)!.push(started.startMs);
      await started.stop();
    }
  }
  const idle = new Map<string, number>();
  const idlers = await Promise.all(all.map(({ runner, url }) => runner.start(url)));
  await sleep(quick ? 1000 : 10_000);
  idlers.forEach(({ pid }, at) => idle.set(all[at]!.runner.name, residentMiB(pid)));
  await Promise.all(idlers.map((started) => started.stop()));

  const figures: Figures[] = [];
  for (const { runner } of all) {
    const { name } = runner;
    const loadedMiB = await withLineup(ground, (lineup) => memoryUnderLoad(lineup, runner));
    figures.push({ name, startMs: startMs.get(name)!, idleMiB: idle.get(name)!, loadedMiB });
  }
  return outcomeOf(figures, ground);
}

async function newUrl({ postgres }: Ground): Promise<string> {
  return (await newDatabase(postgres)).env.DATABASE_URL;
}

function runnersOn(ground: Ground): Runner[] {
  const { cores } = ground;
  const at = <T>(list: readonly T[], connection: number): T => list[connection % CONNECTIONS]!;
  const peer = (program: 'better-auth' | 'oidc-provider' | 'tutorial') => (url: string) =>
    startPeer(ground, { program, url, on: 'all', env: { CLIENT_ID: 'bench', CLIENT_SECRET: 'not-asked-for' } });
  return [
    {
      name: GATEHOUSE,
      start: (DATABASE_URL) =>
        Service.start({ cores, on: 'all', env: { DATABASE_URL, SECRET_KEY: 'for benchmarks only, but long enough' } }),
      load: async (lineup) => {
        const { service, people } = lineup.with(await startGatehouse(ground));
        return {
          server: service,
          asks: [(each) => get(`${API}/auth/me`, at(people, each)), (each) => loginOf(at(people, each))],
        };
      },
    },
    {
      name: 'better-auth',
      start: peer('better-auth'),
      load: async (lineup) => {
        const { peer: server, cookies } = lineup.with(await startBetterAuth(ground, 'off'));
        const session = (each: number): Ask => ({
          method: 'GET',
          path: '/api/auth/get-session',
          headers: { cookie: at(cookies, each) },
        });
        return { server, asks: [session, (each) => betterAuthLogin(server, each % CONNECTIONS)] };
      },
    },
    {
      name: 'oidc-provider',
      start: peer('oidc-provider'),
      load: async (lineup) => {
        const { peer: server, tokens } = lineup.with(await startOidcProvider(ground));
        return { server, asks: [(each) => introspectionOf(at(tokens, each)), () => JWT_TOKEN] };
      },
    },
    {
      name: 'tutorial',
      start: peer('tutorial'),
      load: async (lineup) => {
        const { peer: server, tokens } = lineup.with(await startTutorial(ground));
        const me = (each: number): Ask => ({ method: 'GET', path: '/auth/me', token: at(tokens, each).access_token });
        return { server, asks: [me, (each) => tutorialLogin(each % CONNECTIONS)] };
      },
    },
  ];
}

/** The most that it had in RAM meanwhile. */
async function memoryUnderLoad(lineup: Lineup, { load }: Runner): Promise<number> {
  const { server, asks } = await load(lineup);
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, residentMiB(server.pid))), LOOK_MS);
  for (const ask of asks) {
    await lineup.load({
      origin: server.origin,
      serverPid: server.pid,
      expectedStatus: 200,
      asks: Array.from({ length: CONNECTIONS }, (_, connection) => ask(connection)),
      rampMs: 0,
      measureMs: lineup.ground.quick ? 1000 : 6000,
    });
  }
  clearInterval(timer);
  return most;
}

async function outcomeOf(figures: readonly Figures[], ground: Ground): Promise<Outcome> {
  const { quick } = ground;
  const seconds = ({ startMs }: Figures) => spreadOf(startMs.map((ms) => ms / 1000));
  const ours = figures[0]!;
  const atMost = (what: string, value: number, most: number, found: string): Finding => ({
    what,
    found,
    goal: `≤ ${most}`,
    met: value <= most,
  });
  const ready = seconds(ours);
  const rows = figures.map((each) => [
    each.name,
    spread(seconds(each), 2),
    number(each.idleMiB),
    number(each.loadedMiB),
  ]);
  const bars = figures.map((each) => ({
    name: each.name,
    value: { median: each.loadedMiB, min: each.idleMiB, max: each.loadedMiB },
    ours: each === ours,
  }));
  return {
    findings: [
      atMost('Gatehouse on PostgreSQL: start to ready, s', ready.median, GOALS.readySeconds, spread(ready, 2)),
      atMost('resident when idle, MiB', ours.idleMiB, GOALS.idleMiB, number(ours.idleMiB)),
      atMost('resident under load, MiB', ours.loadedMiB, GOALS.loadedMiB, number(ours.loadedMiB)),
    ],
    plots: [barPlot('memory.svg', 'Memory under load', 'MiB; the line begins at what it has when idle', bars)],
    exhibits: [table(['who', 'start to ready, s', 'resident when idle, MiB', 'resident under load, MiB'], rows)],
    notes: [
      `From the start of the process until it answers, on a database that is there already, with all processors, in turn. Idle is ${quick ? 1 : 10} s after a start. Under load is the most of ${quick ? 1 : 6} s each of two requests at ${CONNECTIONS} connections: who am I and signing in; of oidc-provider, which has neither, introspection and a token for a client.`,
      await circumstancesOf(ground, ['better-auth', 'oidc-provider', 'express', 'typeorm']),
    ],
  };
}
