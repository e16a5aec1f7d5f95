import type { RecordedSecurityEvent, SecurityEventType } from '#common/events/security-events.js';

/** Refusals that cost the caller nothing, so that anybody could fill the table with them. */
const CHEAP: ReadonlySet<SecurityEventType> = new Set([
  'rate_limit.exceeded',
  'access.denied',
  'client.authentication_failed',
]);
const MAX_KINDS = 1000;

interface Kind {
  readonly last: RecordedSecurityEvent;
  readonly repeated: number;
}

/** Of cheap refusals that are alike only the first is recorded at once; the others are counted. */
export class RepeatedEvents {
  private readonly kinds = new Map<string, Kind>();

  /** Whether the event is to be recorded now. */
  isFirst(event: RecordedSecurityEvent): boolean {
    if (!CHEAP.has(event.type)) return true;
    const key = this.keyOf(event);
    const known = this.kinds.get(key);
    const { type, outcome, at } = event;
    // Together they were nobody's: the last of them has not done what the others did.
    const last = key === type ? { type, outcome, at } : event;
    this.kinds.set(key, { last, repeated: known ? known.repeated + 1 : 0 });
    return known === undefined;
  }

  /** One event for each kind that was repeated. Begins anew. */
  drain(): RecordedSecurityEvent[] {
    const repeated = [...this.kinds.values()].filter((kind) => kind.repeated > 0);
    this.kinds.clear();
    return repeated.map(({ last, repeated }) => ({ ...last, detail: { ...last.detail, repeated } }));
  }

  /** An attack from very many addresses is told as one. */
  private keyOf({ type, userId, clientId, ip, detail }: RecordedSecurityEvent): string {
    const key = JSON.stringify([type, userId, clientId, ip, detail]);
    return this.kinds.size < MAX_KINDS || this.kinds.has(key) ? key : type;
  }
}
