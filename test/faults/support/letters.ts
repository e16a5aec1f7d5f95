import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { MailSink } from '../../support/smtp.js';
import type { Journal } from './journal.js';
import type { Person } from './person.js';

const DRAINED_MS = 60_000;
const QUIET_MS = 1_000;

/** docs/mail.md: so many letters are on their way at once, which is what one crash can send twice. */
export const LETTERS_AT_ONCE = 5;

interface Row {
  readonly id: string;
  readonly template: string;
  readonly recipient: string;
  readonly status: string;
}

/**
 * Every letter that was promised is there, once as a row; every row has come to the mail server; and what came twice is
 * no more than `mostCopies`.
 */
export async function verifyLetters(
  people: readonly Person[],
  { sql, sink, journal }: { sql: Client; sink: MailSink; journal: Journal },
  mostCopies: number,
): Promise<{ letters: number; copies: number }> {
  const rows = await drained(sql, sink);
  if (!rows) journal.broke('letters: some are still waiting');
  const all = rows ?? [];
  for (const person of people) promised(person, all, journal);

  const arrivals = new Map<string, number>();
  for (const { headers } of sink.letters) {
    const id = /<([\w-]+)@/.exec(headers['message-id'] ?? '')?.[1] ?? '';
    arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
  }
  for (const { id, status, template } of all) {
    journal.check(status === 'sent' && arrivals.has(id), `letters: ${template} is ${status}, and never arrived`);
  }
  const copies = sink.letters.length - arrivals.size;
  journal.check(copies <= mostCopies, `letters: ${copies} second copies, at most ${mostCopies} are stated`);
  return { letters: arrivals.size, copies };
}

function promised({ email, isRegistered, done, tried }: Person, rows: readonly Row[], journal: Journal): void {
  const count = (template: string) => rows.filter((row) => row.recipient === email && row.template === template).length;
  const expected: [template: string, least: number, most: number][] = [
    ['verify_email', isRegistered ? 1 : 0, 1],
    // The first sign-in of all has no letter.
    ['new_device', done.signIns - 1, tried.signIns],
    ['suspicious_session', done.replays, done.replays],
    ['password_changed', done.passwordChanges, done.passwordChanges],
    ['reset_password', done.letterRequests, tried.letterRequests],
  ];
  for (const [template, least, most] of expected) {
    const letters = count(template);
    journal.check(letters >= least && letters <= most, `letters: ${letters} of ${template}, promised ${least}–${most}`);
  }
}

/** All rows, when nothing is to be written or sent any more. Leases and waits of minutes are cut short. */
async function drained(sql: Client, sink: MailSink): Promise<Row[] | undefined> {
  for (const deadline = Date.now() + DRAINED_MS; Date.now() < deadline;) {
    const before = sink.letters.length;
    await sleep(QUIET_MS);
    // In the middle of something: what is being sent must not be let go.
    if (sink.letters.length > before) continue;
    const { rows: waiting } = await sql.query('SELECT 1 FROM recovery_requests UNION ALL SELECT 1 FROM session_alarms');
    const { rows } = await sql.query<Row>('SELECT id, template, recipient, status FROM outbox');
    if (waiting.length === 0 && rows.every(({ status }) => status !== 'queued')) return rows;
    await sql.query(`UPDATE outbox SET next_attempt_at = now() WHERE status = 'queued'`);
  }
  return undefined;
}
