/** RFC 3339, or as PostgreSQL writes it: a blank for the T, an offset of hours alone. */
const FORMAT =
  /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<clock>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d{1,9}))?(?:[Zz]|(?<hours>[+-]\d\d)(?::?(?<minutes>\d\d))?)$/;

const MICROSECONDS = 6;
/** Clocks differ. */
const TOLERANCE_MS = 60_000;

/** A past moment since 1970 in UTC, to the microsecond as the database keeps it. `undefined` for anything else. */
export function readTime(value: string, now: number = Date.now()): { text: string; ms: number } | undefined {
  const { date, clock, fraction, hours, minutes } = FORMAT.exec(value)?.groups ?? {};
  if (!date || !isOnCalendar(date)) return undefined;
  const ms = Date.parse(`${date}T${clock}${hours ? `${hours}:${minutes ?? '00'}` : 'Z'}`);
  if (!(ms >= 0 && ms <= now + TOLERANCE_MS)) return undefined;
  const seconds = new Date(ms).toISOString().slice(0, -'.000Z'.length);
  const text = `${seconds}.${(fraction ?? '').padEnd(MICROSECONDS, '0').slice(0, MICROSECONDS)}Z`;
  return { text, ms: Date.parse(text) };
}

/** Date.parse takes the 31st of February for the 3rd of March. */
function isOnCalendar(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}
