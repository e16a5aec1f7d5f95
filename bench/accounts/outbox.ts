import type { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { MailSink } from '../../test/support/smtp.ts';
import { newDatabase } from '../phases/stage.ts';
import { atTheEnd } from '../support/cleanup.ts';
import { connectTo } from '../support/database.ts';
import { arrivalsOf, postLetters, PUBLIC_URL, untilSent } from '../support/letters.ts';
import { number } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { type Finding, type Ground, must, type Outcome, type Part } from '../parts/part.ts';

/** Letters that one instance has on its way at the same moment: the connections of its pool. */
const IN_FLIGHT = 5;
/** A lease, and the look that finds out that it has ended. */
const LEASE_MS = 160_000;
const DRAIN_MS = 120_000;

/** Two instances, one PostgreSQL, one mail server: without a crash, and with kill -9 again and again. */
export const outbox: Part = { name: 'outbox', title: 'Letters of two instances', run };

async function run(ground: Ground): Promise<{ rest: Promise<Outcome> }> {
  const letters = ground.quick ? 300 : 10_000;
  const calm = await drainCalmly(ground, letters);
  const { rest } = await drainUnderFire(ground, letters, ground.quick ? 1 : 5);
  return { rest: rest.then((fire) => ({ findings: [...calm, ...fire], notes: [NOTE] })) };
}

const NOTE = `At least once means: a letter is marked as sent after the mail server has said that it has it, so whoever dies in between leaves a letter that is sent and not marked. Its lease ends after 150 seconds and it goes again, with the same Message-ID. So what is in flight at the moment of a crash is the bound: ${IN_FLIGHT} letters for each crash of an instance. Nobody can rule that out over SMTP (RFC 1047).`;

interface Post {
  readonly sink: MailSink;
  readonly sql: Client;
  readonly start: () => Promise<Service>;
}

async function openPost({ cores, postgres }: Ground): Promise<Post> {
  const sink = await MailSink.start();
  atTheEnd(() => sink.stop());
  const { env } = await newDatabase(postgres);
  const settings = { ...env, ...sink.env, PUBLIC_URL, LOG_LEVEL: 'warn' };
  const start = () => Service.start({ cores, env: settings, on: 'all' });
  return { sink, start, sql: await connectTo(env.DATABASE_URL) };
}

async function drainCalmly(ground: Ground, count: number): Promise<Finding[]> {
  const { sink, sql, start } = await openPost(ground);
  const both = [await start(), await start()];
  const ids = await postLetters(sql, count);
  const began = performance.now();
  await untilSent(sql, DRAIN_MS);
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(both.map((each) => each.stop()));
  const { missing, twice, odd } = arrivalsOf(ids, sink.letters);
  return [
    must(`letters that arrived, of ${number(count)}`, sink.letters.length, count),
    must('without a crash: missing', missing, 0),
    must('without a crash: twice or more', twice + odd, 0),
    { what: 'letters/s of both together, with the first look after up to 6 s', found: number(count / seconds) },
  ];
}

/** One of the two is killed, and another one takes its place. Then only the leases are left to wait for. */
async function drainUnderFire(ground: Ground, count: number, kills: number): Promise<{ rest: Promise<Finding[]> }> {
  const { sink, sql, start } = await openPost(ground);
  const two = [await start(), await start()];
  const ids = await postLetters(sql, count);
  let left = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    while (sink.letters.length < (count * kill) / (kills + 2)) await sleep(1);
    await two[kill % 2]!.kill();
    left = await waiting(sql);
    two[kill % 2] = await start();
  }
  const finish = async (): Promise<Finding[]> => {
    await untilSent(sql, DRAIN_MS + LEASE_MS);
    await Promise.all(two.map((each) => each.stop()));
    const { missing, twice, odd } = arrivalsOf(ids, sink.letters);
    const again = await sql.query<{ n: number }>('SELECT count(*)::integer AS n FROM outbox WHERE attempts > 1');
    return [
      { what: `kill -9 of one of the two, times`, found: String(kills) },
      { what: 'letters still waiting at the last of them', found: number(left), goal: '> 0', met: left > 0 },
      must(`with kill -9: missing, of ${number(count)}`, missing, 0),
      { what: 'with kill -9: begun twice', found: String(again.rows[0]!.n) },
      {
        what: 'with kill -9: arrived twice',
        found: String(twice),
        goal: `≤ ${kills} × ${IN_FLIGHT}`,
        met: twice <= kills * IN_FLIGHT,
      },
      must('with kill -9: arrived more than twice', odd, 0),
    ];
  };
  return { rest: finish() };
}

async function waiting(sql: Client): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::integer AS n FROM outbox WHERE status = 'queued'`);
  return rows[0]!.n;
}
