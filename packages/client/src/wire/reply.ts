import { type ErrorMembers, GatehouseError } from '../errors/index.js';

export interface Reply {
  readonly headers: Headers;
  /** What the body says; undefined where there is none. */
  readonly data: unknown;
}

/** Throws what is a refusal, and what nobody but Gatehouse can have said. */
export function replyOf({ status, ok, headers }: Response, text: string): Reply {
  const data = text && parsed(text, headers);
  if (ok && data !== null) return { headers, data: data || undefined };
  const requestId = headers.get('x-request-id') ?? undefined;
  const problem = data as (ErrorMembers & { code?: unknown; title?: string }) | null;
  // RFC 9110 §10.2.3. Gatehouse says seconds; a date of somebody else's clock is passed over.
  const retryAfter = Math.max(0, Number(headers.get('retry-after'))) || undefined;
  const about = { status, requestId, retryAfter };
  if (typeof problem?.code !== 'string') throw notGatehouse(about);
  const { code, title = code, detail, errors } = problem as { code: GatehouseError['code'] } & typeof problem;
  throw new GatehouseError(code, { ...about, detail, errors, problem: { ...problem } }, undefined, title);
}

export function notGatehouse(members?: ErrorMembers): GatehouseError {
  return new GatehouseError('not_gatehouse', members);
}

/** Null where it is no JSON: a captive portal says 200, too. Gatehouse never says `null`. */
function parsed(text: string, headers: Headers): unknown {
  try {
    return /[/+]json\b/i.test(headers.get('content-type') ?? '') ? JSON.parse(text) : null;
  } catch {
    return null; // Half an answer.
  }
}
