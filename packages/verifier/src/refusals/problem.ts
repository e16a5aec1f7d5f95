import { InsufficientScope, InvalidToken, MissingToken, type Refusal } from './refusals.js';

/** What an HTTP service answers to a refused request: RFC 6750 §3 in the headers, RFC 9457 in the body. */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly title: string; readonly status: number; readonly code: string };
}

const RETRY_AFTER_SECONDS = 2;

export function problemOf(refusal: Refusal): Problem {
  const { code, status, message: title } = refusal;
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...hints(refusal) },
    body: { type: 'about:blank', title, status, code },
  };
}

function hints(refusal: Refusal): Record<string, string> {
  if (refusal.status === 503) return { 'retry-after': String(RETRY_AFTER_SECONDS) };
  const challenge = challengeOf(refusal);
  return challenge === undefined ? {} : { 'www-authenticate': challenge };
}

/** RFC 6750 §3: without credentials there is no `error`; a missing role has no code there, and no challenge mends it. */
function challengeOf(refusal: Refusal): string | undefined {
  if (refusal instanceof MissingToken) return 'Bearer';
  if (refusal instanceof InvalidToken) return `Bearer error="invalid_token", error_description="${refusal.message}"`;
  if (refusal instanceof InsufficientScope) {
    return `Bearer error="insufficient_scope", scope="${refusal.scopes.join(' ')}"`;
  }
  return undefined;
}
