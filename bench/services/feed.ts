import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Client } from 'pg';
import { createVerifier } from '@gatehouse/verifier';
import type { Ground, Outcome, Part } from '../parts/part.ts';
import { newDatabase } from '../phases/stage.ts';
import { connectTo } from '../support/database.ts';
import { residentMiB } from '../support/machine.ts';
import { number, spread } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { spreadOf } from '../support/statistics.ts';
import { fetchRaw, type RawAnswer } from './raw-http.ts';
import { ISSUER, urisOf } from './fleet.ts';

const GOAL_BYTES = 200_000;
const ROUNDS = 15;
/** An answer is kept for a second. */
const FORGOTTEN_MS = 1100;

const brotli = promisify(brotliCompress);

/** The feed of a large service: what it weighs, and what it costs to make. */
export const feed: Part = { name: 'feed', title: 'The feed of a million sessions', run };

async function run({ cores, postgres, quick }: Ground): Promise<Outcome> {
  const live = quick ? 20_000 : 1_000_000;
  const ended = quick ? 1000 : 10_000;
  const { env } = await newDatabase(postgres);
  const service = await Service.start({ cores, env: { ...env, PUBLIC_URL: ISSUER, RATE_LIMITS: 'off' } });
  const sql = await connectTo(env.DATABASE_URL);
  const url = urisOf(service).revocationsUri;
  await fetchRaw(url);
  const before = residentMiB(service.pid);
  await fill(sql, live, ended);
  await untilHeard(service, ended);

  const rounds = quick ? 3 : ROUNDS;
  const whole: RawAnswer[] = [];
  const again: RawAnswer[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sleep(FORGOTTEN_MS);
    whole.push(await fetchRaw(url, { 'accept-encoding': 'gzip' }));
    again.push(await fetchRaw(url, { 'accept-encoding': 'gzip' }));
  }
  const bare = await fetchRaw(url);
  const asVerifier = await encodingForVerifier(service);
  const increments = [];
  for (let round = 0; round < rounds; round += 1) increments.push(await incrementOf(sql, url, round));
  const after = residentMiB(service.pid);
  await service.stop();

  const last = whole.at(-1)!;
  const ms = (answers: readonly { ms: number }[]) => spread(spreadOf(answers.map((each) => each.ms)), 1);
  const kilobytes = (bytes: number) => `${number(bytes / 1000, 1)} KB`;
  return {
    findings: [
      {
        what: 'sessions that live, and that have ended and are still told',
        found: `${number(live)} and ${number(ended)}`,
      },
      {
        what: `the whole, as the service compresses it (\`Content-Encoding: ${last.headers['content-encoding']}\`)`,
        found: kilobytes(last.bytes),
        goal: `< ${GOAL_BYTES / 1000} KB`,
        met: last.headers['content-encoding'] === 'gzip' && last.bytes < GOAL_BYTES,
      },
      { what: 'the whole, not compressed', found: kilobytes(bare.bytes) },
      {
        what: 'the whole, as a proxy would compress it (Brotli, quality 5)',
        found: kilobytes(await brotliBytes(bare)),
      },
      { what: 'what must be in it: 8 bytes for each', found: kilobytes(ended * 8) },
      {
        what: 'how `@gatehouse/verifier` gets it on Node.js, without being told',
        found: asVerifier,
        goal: 'gzip',
        met: asVerifier === 'gzip',
      },
      { what: 'to read, sign, compress and send the whole, ms', found: ms(whole) },
      { what: 'the same for another client within a second, ms', found: ms(again) },
      { what: 'from the commit of one more to its increment at a client that waits, ms', found: ms(increments) },
      { what: 'an increment of one', found: `${number(increments[0]!.bytes)} bytes` },
      { what: 'resident before they ended, and after all this, MiB', found: `${number(before)} and ${number(after)}` },
    ],
    notes: [
      `PostgreSQL with ${number(live + ended)} rows of sessions; the ended ones have ended within the last quarter of an hour, evenly, as they are told for as long as an access token of theirs could live. Sessions that live take no place in the feed. One processor for Gatehouse. The ids are random, so no compression gets below the 8 bytes of each; what it takes away is the base64url of the document and of the JWS around it.`,
    ],
  };
}

async function fill(sql: Client, live: number, ended: number): Promise<void> {
  const people = Math.ceil(live / 100);
  await sql.query(
    `INSERT INTO users (id, username, email, password_hash)
     SELECT gen_random_uuid(), 'crowd' || n, 'crowd' || n || '@example.org', '' FROM generate_series(1, $1) AS n`,
    [people],
  );
  const sessions = `
    INSERT INTO sessions (id, user_id, client_id, amr, expires_at, ended_at, end_reason)
    SELECT gen_random_uuid(), everybody.ids[1 + n % $2], 'gatehouse', '{pwd}', now() + interval '90 days', $3, $4
      FROM generate_series(1, $1::integer) AS n, (SELECT array_agg(id) AS ids FROM users) AS everybody`;
  await sql.query(sessions, [live, people, null, null]);
  await sql.query(sessions, [ended, people, new Date(), 'logout']);
  await sql.query(
    `INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
     SELECT id::text, 'session', user_id, now() + interval '1 minute' + random() * interval '15 minutes', 'logout'
       FROM sessions WHERE ended_at IS NOT NULL`,
  );
  await sql.query('VACUUM (ANALYZE) sessions, token_blacklist'); // as autovacuum does a minute later
}

/** The document says how many there are: eight bytes each. */
async function untilHeard(service: Service, entries: number): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; await sleep(FORGOTTEN_MS)) {
    const { text } = await fetchRaw(urisOf(service).revocationsUri);
    const { ids } = JSON.parse(Buffer.from(text.split('.')[1]!, 'base64url').toString()) as { ids: [number, string][] };
    const told = ids.reduce((sum, [, tails]) => sum + Buffer.from(tails, 'base64url').length / 8, 0);
    if (told === entries) return;
    if (Date.now() > deadline) throw new Error(`${told} of ${entries} entries are told`);
  }
}

/** One more session ends while a client waits for news. */
async function incrementOf(sql: Client, url: string, round: number): Promise<{ ms: number; bytes: number }> {
  const { headers } = await fetchRaw(url);
  const cursor = headers['etag']!.replaceAll('"', '');
  const waiting = fetchRaw(`${url}?since=${cursor}&wait=20`, { 'accept-encoding': 'gzip' });
  await sleep(200);
  await sql.query(
    `INSERT INTO token_blacklist (jti, token_type, user_id, expires_at, reason)
     SELECT id::text, 'session', user_id, now() + interval '16 minutes', 'logout'
       FROM sessions WHERE ended_at IS NULL OFFSET $1 LIMIT 1`,
    [round],
  );
  const committed = performance.now();
  const { at, bytes } = await waiting;
  return { ms: at - committed, bytes };
}

async function encodingForVerifier(service: Service): Promise<string> {
  const seen = new Set<string>();
  const verifier = createVerifier({
    issuer: ISSUER,
    audience: 'gatehouse',
    ...urisOf(service),
    fetch: async (...args) => {
      const answer = await fetch(...args);
      if (new URL(answer.url).pathname.endsWith('revocations'))
        seen.add(answer.headers.get('content-encoding') ?? 'not compressed');
      return answer;
    },
  });
  await verifier.warmUp();
  verifier.close();
  return [...seen].join(', ');
}

async function brotliBytes({ text }: RawAnswer): Promise<number> {
  return (await brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })).length;
}
