import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request that is being served, for whoever writes a log line or an event about it. */
export interface RequestContext {
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string | undefined;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();

/**
 * For work that serves many, and that a request has only woken: what happens there is not that request's doing, and must
 * not be recorded with its address.
 */
export function outsideOfRequest<T>(work: () => T): T {
  return requestContext.exit(work);
}
