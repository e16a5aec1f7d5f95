import type { Deed } from './mix.ts';

const MOST_COMPLAINTS = 20;

/** Everything that was answered, by period and kind, and what was wrong with it. */
export class Journal {
  readonly complaints: string[] = [];
  wrong = 0;
  /** Since the beginning of all. */
  private readonly totals = new Map<Deed, number>();
  private periods: Map<Deed, number[]>[] = [];
  private began = 0;
  private periodMs = Number.POSITIVE_INFINITY;

  /** What was before is not among the times any more. */
  begin(periodMs = Number.POSITIVE_INFINITY): void {
    this.began = performance.now();
    this.periodMs = periodMs;
    this.periods = [];
  }

  right(deed: Deed, due: number): void {
    const now = performance.now();
    this.totals.set(deed, this.total(deed) + 1);
    if (due >= this.began) this.took(deed, Math.floor((due - this.began) / this.periodMs), now - due);
  }

  took(deed: Deed, period: number, ms: number): void {
    const deeds = (this.periods[period] ??= new Map<Deed, number[]>());
    const times = deeds.get(deed);
    if (times) times.push(ms);
    else deeds.set(deed, [ms]);
  }

  /** Any answer but the one that is right. */
  complain(deed: Deed, what: string): void {
    this.wrong += 1;
    if (this.complaints.length < MOST_COMPLAINTS) this.complaints.push(`${deed}: ${what}`);
  }

  total(deed: Deed): number {
    return this.totals.get(deed) ?? 0;
  }

  /** How long each of a kind took in these periods, `to` not included, in milliseconds. */
  times(deed: Deed, from = 0, to = this.periods.length): number[] {
    return this.periods.slice(from, to).flatMap((deeds) => deeds?.get(deed) ?? []);
  }
}
