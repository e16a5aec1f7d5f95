import { known, number, table } from '../support/page.ts';
import { ASSUMED, type Example, exampleOf } from './example.ts';
import type { Figure, Figures } from './figures.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** The part of docs/scaling.md that is computed. */
export function render(figures: Figures): string {
  return [
    'Written by `npm run bench:capacity` from what stands in [performance.md](performance.md) and [reliability.md](reliability.md), which say on which machine it was measured and how quiet that was; do not edit. Run it again after a benchmark.',
    ...missing(figures),
    '### What one core does',
    costs(figures),
    'A core is one processor of that machine, with PostgreSQL and the load on another one. Processor time is of the service alone; what is mixed, and what is done offline, is the time that passed on a full core.',
    '### What one of everything takes',
    sizes(figures),
    `### ${number(ASSUMED.people)} people who sign in within an hour`,
    assumptions(),
    example(figures, exampleOf(figures)),
  ].join('\n\n');
}

function missing({ toRun }: Figures): string[] {
  if (toRun.length === 0) return [];
  return [`_Not measured_ below: ${toRun.map((command) => `\`${command}\``).join(', ')} has not been run.`];
}

function costs({ costs: all, mix, offline }: Figures): string {
  const atTheService = all.map(({ what, micros }) => [
    what,
    known(micros.value, 0),
    known(1e6 / micros.value, micros.value > 5000 ? 1 : 0),
    micros.from,
  ]);
  const elsewhere = (what: string, perSecond: number, { from }: Figure) => [
    what,
    known(1e6 / perSecond, 0),
    known(perSecond, 0),
    from,
  ];
  const { route, fresh, seen } = offline;
  return table(
    ['what', 'processor µs', 'a second and core', 'from'],
    [
      ...atTheService,
      elsewhere('all of it, as `bench:soak` mixes it: one request in thirteen computes a hash', mix.value, mix),
      elsewhere(
        'offline, in another service: a whole request through Nest and `@gatehouse/nestjs`',
        1e6 / route.value,
        route,
      ),
      elsewhere('offline: `@gatehouse/verifier` alone, a new token (ES256)', fresh.value, fresh),
      elsewhere('offline: `@gatehouse/verifier` alone, a token that it has seen', seen.value, seen),
    ],
  );
}

function sizes({ bytes, index, residentMiB, connections }: Figures): string {
  const row = (what: string, figure: Figure, kept: string, digits = 0) => [
    what,
    known(figure.value, digits),
    kept,
    figure.from,
  ];
  return table(
    ['what', 'bytes', 'kept', 'from'],
    [
      row('user, on disk', bytes.user, 'until deleted'),
      row('session, on disk', bytes.session, `while it lives, and ${ASSUMED.sessionDays} days`),
      row('revocation, on disk', bytes.revocation, 'one life of an access token'),
      row('revocation, in the memory of each instance', index.service, 'the same'),
      row('revocation, in a service that verifies offline', index.verifier, 'the same', 1),
      row('event of the audit log, on disk', bytes.event, `${ASSUMED.auditDays} days (\`AUDIT_RETENTION_DAYS\`)`),
      row('letter in the outbox, on disk', bytes.letter, '7 days'),
      ['one instance under load, MiB in memory', known(residentMiB.value, 0), '', residentMiB.from],
      ['connections of one instance to PostgreSQL', known(connections.value, 0), '', connections.from],
    ],
  );
}

function assumptions(): string {
  const { peak, busy, accessMinutes, eventsADay, daysOfWeek } = ASSUMED;
  return `Assumed: the busiest minute has ${peak} times the average; nothing is to be busier than ${Math.round(busy * 100)} %; who has signed in refreshes every ${accessMinutes} minutes, as long as an access token lives by default, and all are there at once; ${daysOfWeek} working days a week with one sign-in and one sign-out each, which are ${eventsADay} events. Other services verify offline and cost nothing here.`;
}

function example(figures: Figures, { signIns, refreshes, commits, cores, disk, index, instances }: Example): string {
  const share = signIns.cores / cores;
  return table(
    ['what', 'is', 'because'],
    [
      [
        'sign-ins a second, average and busiest minute',
        `${known(signIns.average, 1)} and ${known(signIns.peak, 1)}`,
        `${number(ASSUMED.people)} in an hour`,
      ],
      [
        'cores for them',
        known(signIns.cores, 1),
        `${known(figures.signIn / 1000, 1)} ms each, nearly all of it the hash`,
      ],
      ['refreshes a second', known(refreshes.perSecond, 0), `each person every ${ASSUMED.accessMinutes} minutes`],
      ['cores for them', known(refreshes.cores, 2), `${known(figures.refresh, 0)} µs each`],
      ['**cores in all**', `**${known(cores, 1)}**`, `${known(share * 100, 0)} % of them for sign-ins`],
      [
        'commits a second that PostgreSQL has to flush',
        known(commits, 0),
        'one for each refresh, at least one for each sign-in',
      ],
      ['users, on disk', gibibytes(disk.users), ''],
      [
        'sessions, on disk',
        gibibytes(disk.sessions),
        `${ASSUMED.daysOfWeek} that have ended in the last ${ASSUMED.sessionDays} days, and one that lives`,
      ],
      ['audit log, on disk, after its whole retention', gibibytes(disk.audit), `${ASSUMED.auditDays} days`],
      [
        'index of revocations in each instance, MiB',
        known(index / MIB, 1),
        'if all sign out within the life of one access token',
      ],
      [
        `instances that ${ASSUMED.connectionsOfPostgres} connections (\`max_connections\`) suffice for`,
        known(instances, 0),
        `${known(figures.connections.value, 0)} for each, three are kept for administrators`,
      ],
    ],
  );
}

function gibibytes(bytes: number): string {
  return Number.isFinite(bytes)
    ? bytes < GIB
      ? `${number(bytes / MIB)} MiB`
      : `${number(bytes / GIB, 1)} GiB`
    : known(bytes, 0);
}
