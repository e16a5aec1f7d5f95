import argon2 from 'argon2';
import type { Client } from 'pg';
import { freePort } from '../../test/support/postgres.ts';
import { MailSink } from '../../test/support/smtp.ts';
import { hashCost } from '../beside/peer.ts';
import type { Ground, Outcome, Part } from '../parts/part.ts';
import { CONNECTIONS, newDatabase } from '../phases/stage.ts';
import { atTheEnd } from '../support/cleanup.ts';
import { registerClient } from '../support/clients.ts';
import { connectTo } from '../support/database.ts';
import { PUBLIC_URL, untilSent } from '../support/letters.ts';
import { Service } from '../support/service.ts';
import { Crowd } from './crowd.ts';
import { Desk } from './desk.ts';
import { Journal } from './journal.ts';
import { closedLoop, openLoop } from './pace.ts';
import { personOf, PASSWORD } from './person.ts';
import { outcomeOf } from './report.ts';
import { Watch } from './watch.ts';
import { Wires } from './wires.ts';

const MINUTE_MS = 60_000;
const QUICK_MS = 30_000;
/** However short: for the thirds. */
const LEAST_PERIODS = 9;
const LAST_LETTERS_MS = 60_000;

/** As few as there may be, so that sessions and revocations are seen to come and to go. All other settings are the defaults. */
const SETTINGS = { ACCESS_TOKEN_EXPIRE_MINUTES: '2', TRUSTED_PROXIES: '127.0.0.1/32' };

export const soak: Part = { name: 'soak', title: 'What grows, and what does not', longestMs: 10 * MINUTE_MS, run };

async function run({ cores, postgres, quick, seed, minutes }: Ground): Promise<Outcome> {
  const sink = await MailSink.start();
  const endSink = atTheEnd(() => sink.stop());
  const { env } = await newDatabase(postgres);
  const metricsPort = await freePort();
  const settings = { ...env, ...sink.env, ...SETTINGS, PUBLIC_URL, METRICS_PORT: String(metricsPort) };
  const service = await Service.start({ cores, env: settings, watched: true });
  const sql = await connectTo(env.DATABASE_URL);
  const journal = new Journal();
  const wires = new Wires(service.origin);
  const crowd = new Crowd({
    desk: new Desk(wires, journal),
    client: await registerClient(service.origin),
    sink,
    seed,
  });
  const end = atTheEnd(async () => {
    crowd.disperse();
    wires.close();
    await service.stop();
    await endSink();
  });

  // Enough of them that nobody signs in more often in a minute than people may.
  const size = quick ? 600 : 2000;
  await makeAccounts(sql, size);
  await crowd.gather(size, 4);
  const capacity = await closedLoop(crowd, journal, CONNECTIONS, quick ? 5000 : 20_000);
  await untilSent(sql, LAST_LETTERS_MS);
  await service.settled();
  const perSecond = capacity / 2;
  const ms = quick ? QUICK_MS : minutes * MINUTE_MS;
  const periods = Math.max(LEAST_PERIODS, Math.round(ms / MINUTE_MS));
  const watch = new Watch({ service, metricsPort, sql, cores });
  await watch.look();
  journal.begin(ms / periods);
  const [sent] = await Promise.all([openLoop(crowd, perSecond, ms), watch.keepLooking(periods, ms / periods)]);
  // What the last requests have left behind.
  await untilSent(sql, LAST_LETTERS_MS);
  await service.settled();
  await watch.look();
  await end();
  return outcomeOf({
    ...sent,
    journal,
    looks: watch.looks.slice(0, -1),
    after: watch.looks.at(-1)!,
    minutes: ms / MINUTE_MS,
    periods,
    capacity,
    perSecond,
    crowd: size,
    accounts: size + 1,
    letters: crowd.letters,
    settings: SETTINGS,
  });
}

/** People who have signed in before. */
async function makeAccounts(sql: Client, count: number): Promise<void> {
  const { memoryKib, passes } = await hashCost();
  const hash = await argon2.hash(PASSWORD, {
    type: argon2.argon2id,
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: 1,
  });
  const people = Array.from({ length: count }, (_, number) => personOf(number));
  await sql.query(
    `WITH made AS (
       INSERT INTO users (id, username, email, password_hash, is_verified, last_login_at)
       SELECT gen_random_uuid(), username, email, $3, true, now() - interval '1 day'
         FROM unnest($1::text[], $2::text[]) AS p (username, email) RETURNING id)
     INSERT INTO user_roles (user_id, role_name) SELECT id, 'user' FROM made`,
    [people.map(({ username }) => username), people.map(({ email }) => email), hash],
  );
}
