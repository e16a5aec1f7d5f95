import type { Finding } from '../bench/parts/part.ts';
import { Journal } from '../bench/soak/journal.ts';
import { DEEDS } from '../bench/soak/mix.ts';
import type { Ran } from '../bench/soak/ran.ts';
import { verdictsOf } from '../bench/soak/verdicts.ts';
import type { Look } from '../bench/soak/watch.ts';

const MINUTES = 30;

interface Course {
  /** By the minute. */
  readonly heapMiB?: (minute: number) => number;
  readonly sessions?: (minute: number) => number;
  readonly users?: number;
  readonly ms?: (minute: number) => number;
}

/** Sessions that are swept every ten minutes. */
const SAWTOOTH = (minute: number) => 1000 + (minute % 10) * 1000;

function ranOf({ heapMiB = () => 70, sessions = SAWTOOTH, users = 100, ms = () => 5 }: Course): Ran {
  const lookAt = (minutes: number): Look => ({
    minutes,
    residentMiB: 300,
    heapMiB: heapMiB(minutes),
    externalMiB: 5,
    delay: { p50: 0, p99: 3, max: 20 },
    tables: new Map([
      ['users', { rows: users, bytes: 1e6 }],
      ['outbox', { rows: 7, bytes: 1e5 }],
      ['security_events', { rows: 50, bytes: 1e5 }],
      ['sessions', { rows: sessions(minutes), bytes: 1e6 }],
    ]),
    metrics: new Map(),
    connections: 11,
    processor: { service: 0, all: 0 },
  });
  const journal = new Journal();
  for (let minute = 0; minute < MINUTES; minute += 1) {
    for (const deed of DEEDS) journal.took(deed, minute, ms(minute));
  }
  const looks = Array.from({ length: MINUTES + 1 }, (_, minute) => lookAt(minute));
  return {
    journal,
    looks,
    after: lookAt(MINUTES),
    minutes: MINUTES,
    periods: MINUTES,
    capacity: 200,
    perSecond: 100,
    crowd: 100,
    accounts: 100,
    letters: 7,
    settings: {},
    requests: 1000,
    unanswered: 0,
    late: { p50: 0, p99: 1 },
  };
}

const missed = (findings: readonly Finding[]) => findings.filter(({ met }) => met === false).map(({ what }) => what);

describe('the verdicts of a long run', () => {
  it('are good where nothing grows but what is kept', () => {
    const findings = verdictsOf(ranOf({}));
    expect(missed(findings)).toEqual([]);
    expect(findings.filter(({ met }) => met === true).length).toBeGreaterThan(10);
  });

  it.each<[string, Course, RegExp]>([
    ['a heap that keeps something of each request', { heapMiB: (minute) => 70 + minute * 0.2 }, /^heap/],
    ['a table that no sweep reaches', { sessions: (minute) => 1000 + minute * 500 }, /^rows of tables/],
    ['latencies that creep', { ms: (minute) => 5 + minute * 0.2 }, /^p50/],
    ['an account that nobody has made', { users: 101 }, /^accounts/],
  ])('are bad with %s', (_what, course, which) => {
    expect(missed(verdictsOf(ranOf(course)))).toContainEqual(expect.stringMatching(which));
  });

  it('are not given for what is too short to be seen', () => {
    const short = { ...ranOf({ sessions: (minute) => 1000 + minute * 500 }), minutes: 3 };
    expect(missed(verdictsOf(short)).filter((what) => what.startsWith('rows'))).toEqual([]);
  });
});
