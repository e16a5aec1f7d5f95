/**
 * Why a sign-in with a provider came to nothing, as the application learns it in `error`. Ours, never the provider's
 * words: those are written by whoever answers there, and would stand in the address of somebody else's page.
 */
export const FLOW_ERRORS = [
  'access_denied',
  'provider_unavailable',
  'provider_error',
  'email_missing',
  'email_unproven',
  'account_exists',
  'account_disabled',
  'sign_up_closed',
] as const;

export type FlowError = (typeof FLOW_ERRORS)[number];

export class UpstreamFailure extends Error {
  constructor(
    readonly code: FlowError,
    options?: ErrorOptions,
  ) {
    super(code, options);
    this.name = 'UpstreamFailure';
  }
}

/** Errors of a provider's authorization endpoint (RFC 6749 §4.1.2.1) that mean: later. */
const LATER: ReadonlySet<unknown> = new Set(['temporarily_unavailable', 'server_error']);

/** Said by the person, or by the provider for them (OpenID Connect Core §3.1.2.6). */
const DENIED: ReadonlySet<unknown> = new Set(['access_denied', 'user_cancelled_authorize', 'user_cancelled_login']);

/** Codes of openid-client for an answer that does not come, or is no JSON. */
const AWAY: ReadonlySet<unknown> = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_JSON']);

/** What an error of openid-client, or of fetch, stands for. */
export function failureOf(error: unknown): UpstreamFailure {
  if (error instanceof UpstreamFailure) return error;
  const { error: said, code, status, cause, name } = (error ?? {}) as Record<string, unknown>;
  const isAnswer = name === 'AuthorizationResponseError';
  if (isAnswer && DENIED.has(said)) return new UpstreamFailure('access_denied', { cause: error });
  const answered = status ?? (cause as { status?: unknown } | undefined)?.status;
  const away =
    (isAnswer && LATER.has(said)) ||
    AWAY.has(code) ||
    (typeof answered === 'number' && (answered >= 500 || answered === 429)) ||
    isNetworkError(error);
  return new UpstreamFailure(away ? 'provider_unavailable' : 'provider_error', { cause: error });
}

/** `fetch` throws a bare TypeError with the cause; so does a wrong call of ours, which has a code. */
function isNetworkError(error: unknown): boolean {
  const { cause } = (error ?? {}) as { cause?: unknown };
  if (error instanceof TypeError && error.message === 'fetch failed') return true;
  if (error instanceof DOMException) return error.name === 'TimeoutError' || error.name === 'AbortError';
  return cause instanceof Error && cause !== error && isNetworkError(cause);
}
