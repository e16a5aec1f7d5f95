import { must, type Ground, type Outcome, type Part } from '../parts/part.ts';
import { newDatabase } from '../phases/stage.ts';
import { number } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { liveAnHour } from './hour.life.ts';
import { Line } from './line.ts';
import { randomFrom } from '../../test/support/random.ts';

const TABS = 50;
/** The clocks of the tabs, against the real one. */
const SPEED = 12;
const HOUR_MS = 3_600_000;
/** Of an access token, by the clock of the tabs: sixty lives in an hour. */
const LIFE_MS = 60_000;
/** The default, by the real clock: a restart is not faster than it is. */
const GRACE_SECONDS = 30;
const MOST_REFRESHES = 1.1;

/** The tabs of one browser, which sleep and lose answers, while the service restarts. */
export const hour: Part = { name: 'hour', title: 'Fifty tabs for an hour', longestMs: 8 * 60_000, run };

async function run({ cores, postgres, quick, seed }: Ground): Promise<Outcome> {
  const simulatedMs = quick ? HOUR_MS / 12 : HOUR_MS;
  const line = await Line.open(LIFE_MS / SPEED);
  const env = {
    PUBLIC_URL: line.origin,
    ...(await newDatabase(postgres)).env,
    RATE_LIMITS: 'off',
    ACCESS_TOKEN_EXPIRE_MINUTES: '1',
    REFRESH_GRACE_SECONDS: String(GRACE_SECONDS),
  };
  const start = () => Service.start({ cores, env, on: 'all' });
  let service = await start();
  line.target = service.origin;
  const downMs: number[] = [];
  const lived = await liveAnHour(line, {
    tabs: TABS,
    speed: SPEED,
    realMs: simulatedMs / SPEED,
    random: randomFrom(seed),
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
  const failures = [...lived.failures].map(([code, times]) => `${code} ${times}`).join(', ');
  return {
    findings: [
      must('sign-outs', lived.logouts, 0),
      must('tabs that are not signed in at the end', lived.lost, 0),
      must('refresh requests in flight, at the most', counts.mostInFlight, 1),
      {
        what: 'refreshes in the life of an access token',
        found: number(perLife, 2),
        goal: `≤ ${MOST_REFRESHES}`,
        met: perLife <= MOST_REFRESHES,
      },
      { what: 'refreshes / refresh requests', found: `${counts.refreshes} / ${counts.refreshRequests}` },
      { what: 'answers that were lost, of all requests', found: `${counts.lostAnswers} of ${counts.requests}` },
      { what: 'sleeps of the device, of single tabs', found: `${lived.deviceSleeps}, ${lived.tabSleeps}` },
      {
        what: 'restarts of the service, half of them by SIGKILL',
        found: `${lived.restarts} (away for ${number(Math.max(0, ...downMs) / 1000, 1)} s at the most)`,
      },
      {
        what: 'calls of the tabs, failed in the end',
        found: `${lived.calls}, ${lived.failedCalls} (${failures || 'none'})`,
      },
    ],
    notes: [
      `\`--seed ${seed}\`. ${TABS} clients in cookie mode with one cookie jar, one storage, Web Locks and BroadcastChannel, against the built service on PostgreSQL; their clocks run ${SPEED} times as fast, so the hour takes ${number(simulatedMs / SPEED / 60_000, 1)} minutes. An access token lives a minute of theirs (a proxy sees to it), so it is renewed as often as in ${number((lifetimes * 15) / 60)} hours of real use. Restarts take what they take, so \`REFRESH_GRACE_SECONDS\` is its default, ${GRACE_SECONDS} seconds, of the real clock.`,
      'The device does not fall asleep between the commit of a refresh and its answer, nor before a lost answer was asked for again: a token that is shown later than the grace is a stolen one to the service, whoever shows it.',
    ],
  };
}
