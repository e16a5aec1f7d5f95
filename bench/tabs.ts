import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSize, MOST_BYTES } from '../packages/client/scripts/size.ts';
import { must, type Outcome, type Part } from './parts/part.ts';
import { reportOf } from './parts/report.ts';
import { newDatabase, startDatabase } from './phases/stage.ts';
import { describeMachine, foreignShare, pinThisProcess } from './support/machine.ts';
import { number, tidy, writePage } from './support/page.ts';
import { run } from './support/program.ts';
import { textOf, withBlock } from './support/sections.ts';
import { Service } from './support/service.ts';
import { liveAnHour } from './tabs/hour.ts';
import { Line } from './tabs/line.ts';
import { randomFrom } from './tabs/random.ts';

const LONGEST_MS = 10 * 60_000;
const PAGE = resolve(import.meta.dirname, '../docs/performance.md');
const TABS = 50;
/** The clocks of the tabs, against the real one. */
const SPEED = 12;
const HOUR_MS = 3_600_000;
/** Of an access token, by the clock of the tabs: sixty lives in an hour. */
const LIFE_MS = 60_000;
/** The default, by the real clock: a restart is not faster than it is. */
const GRACE_SECONDS = 30;
const MOST_REFRESHES = 1.1;

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string' }, out: { type: 'string' } },
});
const out = values.out === undefined ? (values.quick ? undefined : PAGE) : resolve(values.out);
const seed = Number(values.seed ?? randomInt(1_000_000));
const part: Omit<Part, 'run'> = { name: 'tabs', title: 'Fifty tabs for an hour' };

await run(LONGEST_MS, async () => {
  console.error(`seed ${seed}`);
  const cores = pinThisProcess();
  const before = await foreignShare(cores);
  const began = performance.now();
  const simulated = values.quick ? HOUR_MS / 12 : HOUR_MS;
  const outcome = await measure(simulated, cores);
  const seconds = (performance.now() - began) / 1000;
  for (const { what, found, goal, met } of outcome.findings) {
    console.error(
      `  ${met === undefined ? '    ' : met ? 'pass' : 'FAIL'} ${what}: ${found}${goal ? ` (${goal})` : ''}`,
    );
    if (met === false) process.exitCode = 2;
  }
  const command = `npm run bench:tabs -- --seed ${seed}`;
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    quick: values.quick,
  };
  const foreign = Math.max(before, await foreignShare(cores));
  const section = reportOf({ ...part, run: undefined as never }, outcome, {
    ...circumstances,
    command,
    seconds,
    foreign,
  });
  if (out === undefined) console.log(await tidy(section, PAGE));
  else await writePage(withBlock(await textOf(out), 'bench:tabs', section.replace('### ', '## ')), out);
});

async function measure(simulatedMs: number, cores: ReturnType<typeof pinThisProcess>): Promise<Outcome> {
  const random = randomFrom(seed);
  const line = await Line.open(LIFE_MS / SPEED);
  const env = {
    PUBLIC_URL: line.origin,
    ...(await newDatabase(await startDatabase())).env,
    RATE_LIMITS: 'off',
    ACCESS_TOKEN_EXPIRE_MINUTES: '1',
    REFRESH_GRACE_SECONDS: String(GRACE_SECONDS),
  };
  const start = () => Service.start({ cores, env, on: 'all' });
  let service = await start();
  line.target = service.origin;
  const downMs: number[] = [];
  const hour = await liveAnHour(line, {
    tabs: TABS,
    speed: SPEED,
    realMs: simulatedMs / SPEED,
    random,
    async restart(hard) {
      const from = performance.now();
      await (hard ? service.kill() : service.stop());
      service = await start();
      line.target = service.origin;
      downMs.push(performance.now() - from);
    },
  });
  await service.stop();

  const { counts } = line;
  const lifetimes = simulatedMs / LIFE_MS;
  const perLife = counts.refreshes / lifetimes;
  const bytes = await bundleSize();
  const failures = [...hour.failures].map(([code, times]) => `${code} ${times}`).join(', ');
  return {
    findings: [
      must('sign-outs', hour.logouts, 0),
      must('tabs that are not signed in at the end', hour.lost, 0),
      must('refresh requests in flight, at the most', counts.mostInFlight, 1),
      {
        what: 'refreshes in the life of an access token',
        found: number(perLife, 2),
        goal: `≤ ${MOST_REFRESHES}`,
        met: perLife <= MOST_REFRESHES,
      },
      { what: 'refreshes / refresh requests', found: `${counts.refreshes} / ${counts.refreshRequests}` },
      { what: 'answers that were lost, of all requests', found: `${counts.lostAnswers} of ${counts.requests}` },
      { what: 'sleeps of the device, of single tabs', found: `${hour.deviceSleeps}, ${hour.tabSleeps}` },
      {
        what: 'restarts of the service, half of them by SIGKILL',
        found: `${hour.restarts} (away for ${number(Math.max(0, ...downMs) / 1000, 1)} s at the most)`,
      },
      {
        what: 'calls of the tabs, failed in the end',
        found: `${hour.calls}, ${hour.failedCalls} (${failures || 'none'})`,
      },
      {
        what: 'size of `@gatehouse/client`, minified, gzip, bytes',
        found: number(bytes),
        goal: `≤ ${MOST_BYTES}`,
        met: bytes <= MOST_BYTES,
      },
    ],
    notes: [
      `Seed ${seed}. ${TABS} clients in cookie mode with one cookie jar, one storage, Web Locks and BroadcastChannel, against the built service on PostgreSQL; their clocks run ${SPEED} times as fast, so the hour takes ${number(simulatedMs / SPEED / 60_000, 1)} minutes. An access token lives a minute of theirs (a proxy sees to it), so it is renewed as often as in ${number((lifetimes * 15) / 60)} hours of real use. Restarts take what they take, so \`REFRESH_GRACE_SECONDS\` is its default, ${GRACE_SECONDS} seconds, of the real clock.`,
      'The device does not fall asleep between the commit of a refresh and its answer, nor before a lost answer was asked for again: a token that is shown later than the grace is a stolen one to the service, whoever shows it.',
    ],
  };
}
