import { type ErrorCode, GatehouseError, type InputFault } from '../errors/index.js';

export interface Reply {
  readonly headers: Headers;
  /** What the body says; undefined where there is none. */
  readonly data: unknown;
}

/** Throws what is a refusal, and what nobody but Gatehouse can have said. */
export function replyOf({ status, ok, headers }: Response, text: string): Reply {
  const data = parsed(text, headers);
  if (ok) return { headers, data };
  const requestId = headers.get('x-request-id') ?? undefined;
  const retryAfter = secondsOf(headers.get('retry-after'));
  if (!isProblem(data)) throw notGatehouse({ status, requestId, retryAfter });
  const { code, title, detail, errors } = data;
  throw new GatehouseError(code, title ?? code, {
    status,
    detail,
    errors,
    retryAfter,
    requestId,
    problem: { ...data },
  });
}

export function notGatehouse(members: { status?: number; requestId?: string; retryAfter?: number } = {}) {
  return new GatehouseError('not_gatehouse', 'The answer does not come from Gatehouse', members);
}

function parsed(text: string, headers: Headers): unknown {
  if (text === '') return undefined;
  try {
    // A captive portal says 200, too, but not in JSON.
    if (/[/+]json\b/i.test(headers.get('content-type') ?? '')) return JSON.parse(text);
  } catch {
    // Falls through: half an answer is none.
  }
  return NOT_JSON;
}

const NOT_JSON = Symbol('not JSON');

interface Problem {
  readonly code: ErrorCode;
  readonly title?: string;
  readonly detail?: string;
  readonly errors?: readonly InputFault[];
}

function isProblem(data: unknown): data is Problem {
  return typeof (data as Problem | undefined)?.code === 'string';
}

/** RFC 9110 §10.2.3. Gatehouse says seconds; a date of somebody else's clock is passed over. */
function secondsOf(text: string | null): number | undefined {
  const seconds = Number(text ?? Number.NaN);
  return seconds >= 0 ? seconds : undefined;
}
