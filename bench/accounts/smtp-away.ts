import argon2 from 'argon2';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { MailSink } from '../../test/support/smtp.ts';
import { newDatabase } from '../phases/stage.ts';
import { atTheEnd } from '../support/cleanup.ts';
import { connectTo } from '../support/database.ts';
import { call } from '../support/http.ts';
import { arrivalsOf, PUBLIC_URL, untilSent } from '../support/letters.ts';
import { number } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { type Latency, latencyOf } from '../support/statistics.ts';
import { type Finding, type Ground, must, type Outcome, type Part } from '../parts/part.ts';

const AWAY_MS = 60_000;
/** The third attempt is about two minutes after the first. */
const BACK_MS = 200_000;
const PASSWORD = 'seven quiet lanterns drift';
/** Of the minute: the mail server takes connections and says nothing. Then it refuses them. */
const SILENT_MS = 15_000;
/** An attempt at a silent server is given up after ten seconds: a request that waits for one takes as long. */
const WAITED_MS = 5000;

/** The mail server is stopped for a minute while people ask for letters. */
export const smtpAway: Part = { name: 'smtp-away', title: 'A mail server that is away for a minute', run };

/** Each causes one letter: written by a worker, by another worker after a hash, and in the transaction of the request. */
const CAUSES = {
  'POST /auth/password/reset/request': (n: number) => ({ email: `person${n}@example.org` }),
  'POST /auth/register': (n: number) => ({ username: `new${n}`, email: `new${n}@example.org`, password: PASSWORD }),
  'POST /auth/login': (n: number) => ({ username: `person${n}`, password: PASSWORD }),
};

type Cause = keyof typeof CAUSES;
const NAMES = Object.keys(CAUSES) as Cause[];

async function run({ cores, postgres, quick }: Ground): Promise<{ rest: Promise<Outcome> }> {
  const sink = await MailSink.start();
  atTheEnd(() => sink.stop());
  const { env } = await newDatabase(postgres);
  const settings = { ...env, ...sink.env, PUBLIC_URL, RATE_LIMITS: 'off' };
  const service = await Service.start({ cores, env: settings, on: 'all' });
  const sql = await connectTo(env.DATABASE_URL);
  const each = quick ? 5 : 60;
  await makePeople(sql, 2 * each);

  const before = await ask(service, 0, each);
  await untilSent(sql, 30_000, NAMES.length * each);
  await sink.stop();
  const stopped = Date.now();
  const arrivedBefore = sink.letters.length;
  const silent = saySilence(Number(sink.env['SMTP_PORT']), quick ? 1000 : SILENT_MS);
  const away = await ask(service, each, each);
  await silent;

  const finish = async (): Promise<Outcome> => {
    await sleep(Math.max(0, stopped + (quick ? 3000 : AWAY_MS) - Date.now()));
    const tried = await sql.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM outbox WHERE status = 'queued' AND attempts > 0`,
    );
    await sink.resume();
    const back = Date.now();
    await untilSent(sql, BACK_MS, 2 * NAMES.length * each);
    const seconds = (Date.now() - back) / 1000;
    await service.stop();
    const { rows } = await sql.query<{ id: string }>('SELECT id FROM outbox');
    const { missing, twice, odd } = arrivalsOf(
      rows.map(({ id }) => id),
      sink.letters,
    );
    return {
      findings: [
        must('letters posted, one for each request', rows.length, 2 * NAMES.length * each),
        must('arrived before the mail server went away', arrivedBefore, NAMES.length * each),
        { what: 'waiting, and tried in vain, when it came back', found: number(tried.rows[0]!.n) },
        must('missing in the end', missing, 0),
        must('arrived twice or more', twice + odd, 0),
        { what: 'the last of them arrived after its return, s', found: number(seconds) },
        ...NAMES.flatMap((name) => latencies(name, before[name], away[name])),
      ],
      notes: [
        `The mail server listens on loopback and is away for ${(quick ? 3000 : AWAY_MS) / 1000} s: at first it hangs (connections are taken and nothing is said), after ${(quick ? 1000 : SILENT_MS) / 1000} s they are refused. ${each} requests of each kind before, one after another, and as many while it is away, up to ten a second in all; those with a password pay for a hash. An attempt at a server that hangs is given up after ten seconds, so a request that waited for one would take as long. A failed attempt is repeated after about 40 s, then 80 s.`,
      ],
    };
  };
  return { rest: finish() };
}

function latencies(name: string, before: Latency, away: Latency): Finding[] {
  const text = ({ p50, p99, max }: Latency) => [p50, p99, max].map((ms) => number(ms, 1)).join(' / ');
  return [
    { what: `${name}, mail server there: p50 / p99 / longest, ms`, found: text(before) },
    {
      what: `the same, mail server away`,
      found: text(away),
      goal: `longest < ${WAITED_MS}`,
      met: away.max < WAITED_MS,
    },
  ];
}

/** A mail server that hangs. */
async function saySilence(port: number, ms: number): Promise<void> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  await sleep(ms);
  server.close();
  for (const socket of sockets) socket.destroy();
}

async function ask({ origin }: Service, from: number, count: number): Promise<Record<Cause, Latency>> {
  const PAUSE_MS = 100;
  const times: Record<string, number[]> = Object.fromEntries(NAMES.map((name) => [name, []]));
  for (let n = from; n < from + count; n += 1) {
    for (const name of NAMES) {
      const path = name.replace('POST ', '/api/v1');
      const { status, ms, body } = await call(origin + path, { json: CAUSES[name](n) });
      if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
      times[name]!.push(ms);
      await sleep(PAUSE_MS);
    }
  }
  return Object.fromEntries(NAMES.map((name) => [name, latencyOf(times[name]!)])) as Record<Cause, Latency>;
}

/** People who have signed in before, so that the next time is on a new device. */
async function makePeople(sql: Client, count: number): Promise<void> {
  const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19456, timeCost: 2, parallelism: 1 });
  await sql.query(
    `INSERT INTO users (id, username, email, password_hash, is_verified, last_login_at)
     SELECT gen_random_uuid(), 'person' || n, 'person' || n || '@example.org', $2, true, now() - interval '1 day'
       FROM generate_series(0, $1::integer - 1) AS n`,
    [count, hash],
  );
}
