import type { Figures } from './figures.ts';

/** What is assumed of a company whose people sign in in the morning. Everything else follows from what was measured. */
export const ASSUMED = {
  people: 100_000,
  /** In which all of them sign in. */
  hours: 1,
  /** The busiest minute of it has so many times the average. */
  peak: 3,
  /** A service that is to answer soon is not to be busier than this. */
  busy: 0.6,
  /** Working days. */
  daysOfWeek: 5,
  daysOfYear: 250,
  /** The defaults of ACCESS_TOKEN_EXPIRE_MINUTES and AUDIT_RETENTION_DAYS, and of how long an ended session is kept. */
  accessMinutes: 15,
  auditDays: 400,
  sessionDays: 7,
  /** A sign-in and a sign-out. */
  eventsADay: 2,
  connectionsOfPostgres: 100,
} as const;

export interface Example {
  readonly signIns: { readonly average: number; readonly peak: number; readonly cores: number };
  readonly refreshes: { readonly perSecond: number; readonly cores: number };
  readonly commits: number;
  readonly cores: number;
  /** Bytes in PostgreSQL. */
  readonly disk: { readonly users: number; readonly sessions: number; readonly audit: number };
  /** Bytes in memory, if everybody signed out within the life of one access token. */
  readonly index: number;
  /** That PostgreSQL lets in with what it has by default. */
  readonly instances: number;
}

export function exampleOf({ signIn, refresh, bytes, index, connections }: Figures): Example {
  const { people, hours, peak, busy, accessMinutes } = ASSUMED;
  const average = people / (hours * 3600);
  const coresFor = (perSecond: number, micros: number) => (perSecond * micros) / 1e6 / busy;
  const refreshes = people / (accessMinutes * 60);
  const signIns = { average, peak: average * peak, cores: coresFor(average * peak, signIn) };
  const renewed = { perSecond: refreshes, cores: coresFor(refreshes, refresh) };
  const workingDays = (ASSUMED.auditDays * ASSUMED.daysOfYear) / 365;
  return {
    signIns,
    refreshes: renewed,
    commits: signIns.peak + refreshes,
    cores: signIns.cores + renewed.cores,
    disk: {
      users: people * bytes.user.value,
      // One for each working day of the week that an ended one is kept, and the one that is alive.
      sessions: people * (ASSUMED.daysOfWeek + 1) * bytes.session.value,
      audit: people * ASSUMED.eventsADay * workingDays * bytes.event.value,
    },
    index: people * index.service.value,
    instances: Math.floor((ASSUMED.connectionsOfPostgres - 3) / connections.value),
  };
}
