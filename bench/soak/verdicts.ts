import { type Finding, must } from '../parts/part.ts';
import { number } from '../support/page.ts';
import { latencyOf, spreadOf, trendOf } from '../support/statistics.ts';
import { DEEDS } from './mix.ts';
import type { Ran } from './ran.ts';
import { GROWING } from './tables.ts';
import type { Look } from './watch.ts';

/** What sweeps every ten minutes has to be seen at it at least twice. */
const LONG_ENOUGH_MINUTES = 25;
/** Of fewer minutes, a third has too few of what is rare. */
const ENOUGH_MINUTES = 6;
/** A slope of fewer looks is chance. */
const LOOKS = 12;
/** What is kept of each request that is a leak, at the least: the smallest object that V8 has, with the place that refers to it. */
const LEAKED_BYTES = 16;
/** Pages are taken and given back in larger pieces, and the allocator keeps some. */
const LEAKED_RESIDENT_BYTES = 64;
/** The p99 of fewer is the chance of a few. */
const OFTEN = 1000;
const DRIFT = { p50: 1.25, p99: 1.5 };
const LEVEL = 1.25;
/** Below these a quarter more is nothing. */
const FEW_ROWS = 200;
const FEW_BYTES = 2 ** 20;
const OLDEST_LETTER_SECONDS = 30;

/** Whether anything grows that should not. Computed, of what was seen. */
export function verdictsOf(ran: Ran): Finding[] {
  const { journal, minutes, perSecond } = ran;
  const lasted = minutes >= LONG_ENOUGH_MINUTES;
  return [
    must('answers that were not the right ones', journal.wrong, 0),
    must('requests without an answer', ran.unanswered, 0),
    slope('heap after a collection', ran, ({ heapMiB }) => heapMiB, LEAKED_BYTES * perSecond),
    slope('resident memory', ran, ({ residentMiB }) => residentMiB, LEAKED_RESIDENT_BYTES * perSecond),
    drift(ran, 'p50'),
    drift(ran, 'p99'),
    loopDrift(ran),
    level('rows', ran, lasted, FEW_ROWS, ({ tables }, name) => tables.get(name)?.rows ?? 0),
    level('bytes', ran, lasted, FEW_BYTES, ({ tables }, name) => tables.get(name)?.bytes ?? 0),
    revocations(ran, lasted),
    ...kept(ran),
  ];
}

function third(looks: readonly Look[], at: 0 | 1 | 2): readonly Look[] {
  const each = looks.length / 3;
  return looks.slice(Math.round(at * each), Math.round((at + 1) * each));
}

function slope(what: string, { looks }: Ran, valueOf: (look: Look) => number, bytesPerSecond: number): Finding {
  const later = looks.slice(Math.round(looks.length / 3));
  const { slope: perMinute, error } = trendOf(later.map((look) => [look.minutes, valueOf(look)]));
  const most = (bytesPerSecond * 3600) / 2 ** 20;
  const perHour = perMinute * 60;
  const found = `${perHour < 0 ? '−' : '+'}${number(Math.abs(perHour), 1)} ± ${number(error * 60, 1)}`;
  return {
    what: `${what}, slope over the last two thirds, MiB an hour`,
    found,
    ...(later.length >= LOOKS && { goal: `≤ ${number(most, 1)}`, met: perHour <= most }),
  };
}

/** Of the kind for which it is the largest, of those that were there so often in each third that it says something. */
function drift({ journal, periods, minutes }: Ran, which: 'p50' | 'p99'): Finding {
  const each = periods / 3;
  const often = which === 'p50' ? 1 : OFTEN;
  const all = DEEDS.flatMap((deed) => {
    const [first, last] = [0, 2].map((at) => journal.times(deed, Math.round(at * each), Math.round((at + 1) * each)));
    const isOften = Math.min(first!.length, last!.length) >= often;
    return isOften ? [{ deed, factor: latencyOf(last!)[which] / latencyOf(first!)[which] }] : [];
  });
  const most = all.toSorted((a, b) => b.factor - a.factor)[0];
  return {
    what: `${which} of the last third / of the first third, the largest of ${all.length} kinds of requests`,
    found: most ? `${number(most.factor, 2)} (${most.deed})` : 'too few to tell',
    ...(minutes >= ENOUGH_MINUTES && most && { goal: `≤ ${DRIFT[which]}`, met: most.factor <= DRIFT[which] }),
  };
}

function loopDrift({ looks, minutes }: Ran): Finding {
  const of = (at: 0 | 2) => spreadOf(third(looks.slice(1), at).map(({ delay }) => delay.p99)).median;
  const [first, last] = [of(0), of(2)];
  return {
    what: 'delay of the event loop, p99, first third and last third, ms',
    found: `${number(first, 1)} and ${number(last, 1)}`,
    ...(minutes >= ENOUGH_MINUTES && {
      goal: `last ≤ ${DRIFT.p99} × first, or ≤ 5`,
      met: last <= DRIFT.p99 * first || last <= 5,
    }),
  };
}

/** The most in the last third by the most in the third before: what is swept goes up and down in both. */
function level(
  what: string,
  { looks }: Ran,
  lasted: boolean,
  few: number,
  valueOf: (look: Look, table: string) => number,
): Finding {
  const most = (at: 1 | 2, table: string) => Math.max(...third(looks, at).map((look) => valueOf(look, table)));
  const tables = [...looks[0]!.tables.keys()].filter((table) => !GROWING.has(table));
  const all = tables.map((table) => {
    const [before, last] = [most(1, table), most(2, table)];
    return {
      table,
      factor: last - before <= few ? Math.min(1, last / Math.max(before, 1)) : last / Math.max(before, 1),
    };
  });
  const { table, factor } = all.reduce((largest, next) => (next.factor > largest.factor ? next : largest));
  return {
    what: `${what} of tables that are to be level: most in the last third / in the third before, the largest of ${tables.length}`,
    found: `${number(factor, 2)} (${table})`,
    ...(lasted && { goal: `≤ ${LEVEL}`, met: factor <= LEVEL }),
  };
}

function revocations({ looks }: Ran, lasted: boolean): Finding {
  const most = (at: 1 | 2) =>
    Math.max(...third(looks, at).map(({ metrics }) => metricOf(metrics, 'gatehouse_revocation_index_entries')));
  const [before, last] = [most(1), most(2)];
  return {
    what: 'entries in the index of revocations: most in the third before, most in the last',
    found: `${number(before)} and ${number(last)}`,
    ...(lasted && { goal: `last ≤ ${LEVEL} × before`, met: last <= LEVEL * before }),
  };
}

/** Each row of what grows by design stands for something that was done; and nothing is left over in the end. */
function kept({ journal, looks, after, letters, accounts }: Ran): Finding[] {
  const first = looks[0]!;
  const rows = (name: string) => after.tables.get(name)!.rows;
  const events = rows('security_events') - first.tables.get('security_events')!.rows;
  const happened = sum(after, EVENTS) - sum(first, EVENTS);
  const oldest = Math.max(...looks.map(({ metrics }) => metricOf(metrics, 'gatehouse_outbox_oldest_queued_seconds')));
  const waiting = Math.max(...looks.map(({ metrics }) => metricOf(metrics, 'gatehouse_database_waiting')));
  const metric = (name: string) => metricOf(after.metrics, name);
  const confirmed = accounts + journal.total('confirmation');
  return [
    must('accounts: those there before, and one for each confirmed registration', rows('users'), confirmed),
    must('letters in the outbox in the end, one for each that has arrived', rows('outbox'), letters),
    {
      what: 'rows of the audit log, and events that happened',
      found: `${number(events)} of ${number(happened)}`,
      goal: 'no more than happened',
      met: events <= happened,
    },
    must(
      'security events that wait in the end, and lost ones',
      metric('gatehouse_audit_events_waiting') + metric('gatehouse_audit_events_lost_total'),
      0,
    ),
    must('letters that wait in the end', metric('gatehouse_outbox_letters{status="queued"}'), 0),
    {
      what: 'age of the oldest letter that waited at any look, s',
      found: number(oldest, 1),
      goal: `≤ ${OLDEST_LETTER_SECONDS}`,
      met: oldest <= OLDEST_LETTER_SECONDS,
    },
    { what: 'statements that waited for a connection, the most at any look', found: number(waiting) },
  ];
}

const EVENTS = 'gatehouse_security_events_total';

function sum({ metrics }: Look, name: string): number {
  return [...metrics].filter(([key]) => key.startsWith(name)).reduce((all, [, value]) => all + value, 0);
}

function metricOf(metrics: Look['metrics'], name: string): number {
  return metrics.get(name) ?? 0;
}
