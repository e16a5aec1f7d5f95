import type { Answer, Json } from '../../support/http.js';

/** What is done to the service, by name. */
export type Deed = string;

interface Trouble {
  readonly deed: Deed;
  readonly began: number;
}

/**
 * What was asked and what came of it. An answer is right, or a refusal with 503 as a problem document that says when to
 * try again; no answer at all is excused only while the service itself was down. Whatever else there is breaks a promise.
 */
export class Journal {
  readonly broken: string[] = [];
  requests = 0;
  refused = 0;
  unanswered = 0;
  checked = 0;
  longestOutageMs = 0;
  lastTroubleAt = 0;
  lastSuccessAt = 0;
  /** The longest time after its acknowledged end in which a token was still taken, at another instance. */
  longestLagMs = 0;
  private readonly down: { from: number; to: number }[] = [];
  private outageSince: number | undefined;

  /** The service itself is taken away, until what is returned is called. */
  serviceIsDown(): () => void {
    const span = { from: Date.now(), to: Infinity };
    this.down.push(span);
    return () => (span.to = Date.now());
  }

  right(needsDatabase: boolean): void {
    this.requests += 1;
    if (!needsDatabase) return;
    this.lastSuccessAt = performance.now();
    if (this.outageSince !== undefined) {
      this.longestOutageMs = Math.max(this.longestOutageMs, this.lastSuccessAt - this.outageSince);
      this.outageSince = undefined;
    }
  }

  refusedBy({ deed }: Trouble, { headers, body }: Answer<Json>): void {
    this.requests += 1;
    this.refused += 1;
    this.trouble();
    const isProblem = headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    if (!isProblem || !/^\d+$/.test(headers.get('retry-after') ?? '')) {
      this.broke(`${deed}: a 503 that is no problem document with Retry-After: ${JSON.stringify(body)}`);
    }
  }

  notAnswered({ deed, began }: Trouble, reason: string): void {
    this.requests += 1;
    this.unanswered += 1;
    this.trouble();
    const excused = this.down.some(({ from, to }) => began <= to && Date.now() >= from);
    if (!excused) this.broke(`${deed}: no answer, although the service was there: ${reason}`);
  }

  wrong({ deed }: Trouble, { status, body }: Answer<Json>, expected: readonly number[]): void {
    this.requests += 1;
    this.broke(`${deed}: ${status} ${body?.code ?? ''} instead of ${expected.join(' or ')}`);
  }

  lag(ms: number): void {
    this.longestLagMs = Math.max(this.longestLagMs, ms);
  }

  /** A promise was looked at. */
  check(holds: boolean, what: string): void {
    this.checked += 1;
    if (!holds) this.broke(what);
  }

  broke(what: string): void {
    this.broken.push(what);
  }

  private trouble(): void {
    this.lastTroubleAt = performance.now();
    this.outageSince ??= this.lastTroubleAt;
  }
}
