import type { Outcome } from '../parts/part.ts';
import { number, percent, table } from '../support/page.ts';
import { latencyOf } from '../support/statistics.ts';
import { linePlot } from './drawing.ts';
import { DEEDS, type Deed, MIX } from './mix.ts';
import type { Ran } from './ran.ts';
import { GROWING } from './tables.ts';
import { verdictsOf } from './verdicts.ts';
import type { Look } from './watch.ts';

const MIB = 2 ** 20;

/** All that was seen, as part of the page. */
export function outcomeOf(ran: Ran): Outcome {
  for (const complaint of ran.journal.complaints) console.error(complaint);
  return {
    findings: [
      { what: 'the mix, the next request when the last is answered: requests a second', found: number(ran.capacity) },
      {
        what: 'from then on, at fixed times: requests a second, and in all',
        found: `${number(ran.perSecond)} and ${number(ran.requests)}`,
      },
      ...verdictsOf(ran),
    ],
    plots: [drawing(ran)],
    exhibits: [latencies(ran), '#### Tables', tables(ran), '#### Memory and processor', inside(ran)],
    notes: [notes(ran)],
  };
}

function latencies({ journal, periods }: Ran): string {
  const ms = (deed: Deed, from: number, to: number) => {
    const { p50, p99 } = latencyOf(
      journal.times(deed, Math.round((from * periods) / 3), Math.round((to * periods) / 3)),
    );
    return `${number(p50, 1)} / ${number(p99, 1)}`;
  };
  const rows = DEEDS.map((deed) => [
    deed,
    number(journal.times(deed).length),
    ms(deed, 0, 1),
    ms(deed, 1, 2),
    ms(deed, 2, 3),
    number(latencyOf(journal.times(deed)).max),
  ]);
  return table(['what', 'times', 'p50 / p99 ms, first third', 'second third', 'last third', 'longest ms'], rows);
}

function tables({ looks }: Ran): string {
  const times = [looks[0]!, looks[Math.floor(looks.length / 2)]!, looks.at(-1)!];
  const cell = (look: Look, name: string) => {
    const { rows, bytes } = look.tables.get(name)!;
    return bytes > 0 ? `${number(rows)} (${number(bytes / MIB, 1)} MiB)` : number(rows);
  };
  const each = (name: string) => {
    const [first, last] = [times[0]!.tables.get(name)!, times[2]!.tables.get(name)!];
    return GROWING.has(name) && last.bytes > first.bytes
      ? number((last.bytes - first.bytes) / (last.rows - first.rows))
      : '';
  };
  const names = [...looks[0]!.tables.keys()].filter((name) => looks.some(({ tables }) => tables.get(name)!.rows > 0));
  return table(
    [
      'rows (on disk, with indexes)',
      'at the start',
      'in the middle',
      'at the end',
      'most',
      'bytes for a further row',
      'grows by',
    ],
    names.map((name) => [
      name,
      ...times.map((look) => cell(look, name)),
      number(Math.max(...looks.map((look) => look.tables.get(name)!.rows))),
      each(name),
      GROWING.get(name) ?? 'nothing: level',
    ]),
  );
}

function inside({ looks }: Ran): string {
  const row = (what: string, digits: number, of: (look: Look) => number) => {
    const values = looks.map(of);
    const middle = values[Math.floor(values.length / 2)]!;
    return [what, ...[values[0]!, middle, values.at(-1)!, Math.max(...values)].map((value) => number(value, digits))];
  };
  const metric = (name: string) => (look: Look) => look.metrics.get(name) ?? 0;
  return table(
    ['', 'at the start', 'in the middle', 'at the end', 'most'],
    [
      row('resident, MiB', 1, ({ residentMiB }) => residentMiB),
      row('heap after a collection, MiB', 1, ({ heapMiB }) => heapMiB),
      row('outside of the heap, MiB', 1, ({ externalMiB }) => externalMiB),
      row('delay of the event loop, p99, ms', 1, ({ delay }) => delay.p99),
      row('index of revocations, entries', 0, metric('gatehouse_revocation_index_entries')),
      row('connections to PostgreSQL', 0, ({ connections }) => connections),
      row('connections in use', 0, metric('gatehouse_database_connections{state="in_use"}')),
      row('letters that wait', 0, metric('gatehouse_outbox_letters{status="queued"}')),
      row('security events that wait', 0, metric('gatehouse_audit_events_waiting')),
    ],
  );
}

function drawing({ looks, journal, periods, minutes }: Ran) {
  const of = (name: string, valueOf: (look: Look) => number) => ({
    name,
    points: looks.map((look) => [look.minutes, valueOf(look)] as const),
  });
  const p99 = (deed: Deed) => ({
    name: deed,
    points: Array.from({ length: periods }, (_, at) => at)
      .filter((at) => journal.times(deed, at, at + 1).length > 0)
      .map((at) => [((at + 1) * minutes) / periods, latencyOf(journal.times(deed, at, at + 1)).p99] as const),
  });
  const rows = (name: string) => of(name, ({ tables }) => tables.get(name)!.rows);
  return linePlot('soak.svg', `Memory, latency and rows over ${number(minutes)} minutes at half of capacity`, [
    {
      title: 'Memory',
      unit: 'MiB',
      lines: [of('resident', ({ residentMiB }) => residentMiB), of('heap, collected', ({ heapMiB }) => heapMiB)],
    },
    {
      title: 'p99',
      unit: 'ms, each period',
      logarithmic: true,
      lines: [p99('sign-in'), p99('refresh'), p99('GET /auth/me')],
    },
    { title: 'Rows of what is swept', unit: '', lines: [rows('sessions'), rows('token_blacklist')] },
  ]);
}

function notes({ looks, minutes, crowd, settings, late, periods }: Ran): string {
  const [first, last] = [looks[0]!, looks.at(-1)!];
  const wall = (last.minutes - first.minutes) * 60_000;
  const service = (last.processor.service - first.processor.service) / wall;
  const all = (last.processor.all - first.processor.all) / wall;
  const mix = Object.entries(MIX).map(([kind, share]) => `${kind} ${number(share / 10, 1)} %`);
  const set = Object.entries(settings).map(([name, value]) => `\`${name}=${value}\``);
  return [
    `One service on one processor, PostgreSQL with fsync and the load on the other, ${number(minutes, minutes < 1 ? 1 : 0)} minutes at half of the rate at which the same mix saturated it before: ${mix.join(', ')}.`,
    `${number(crowd)} people with an address and a device each come and go, half of them are signed in; every limit has its default. Letters go to a mail server on loopback, and a registration is confirmed by the link in its letter. Every answer is compared with the only right one: of an introspected token also whether it is active (one in ten is of a session that has ended), of \`GET /auth/me\` who it is, of the lists how many rows.`,
    `Set are ${set.join(', ')}, so that tokens end and revocations are forgotten many times; everything else is the default. Tokens, sessions and revocations are swept every ten minutes, counters every five. An ended session is kept for a week: for those that have ended three minutes ago a week is made to pass, so that sweeping is seen. What is kept for days or years otherwise grows by design, and the table says by what.`,
    `Latency counts from when a request was due, so a stall is not hidden by asking less often; the load itself was late by ${number(late.p50, 1)} ms (p50) and ${number(late.p99, 1)} ms (p99), which is in every figure. ${number(periods)} times garbage was collected on demand, which stops everything for the time of one collection. A p99 is compared where a third has a thousand answers of the kind. A slope is by least squares, ± its standard error. A leak keeps something of each request, and the smallest object with a place that refers to it is 16 bytes: more than that, for each request, is growth. Resident memory is taken and given back in pages and kept by allocators, so it is 64 bytes there.`,
    `The service used ${percent(service)} of its processor; others, the kernel among them, ${percent(Math.max(0, all - service))} of it.`,
  ].join('\n\n');
}
