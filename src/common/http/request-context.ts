import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the request that is being served, for whoever writes a log line or an event about it. */
export interface RequestContext {
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string | undefined;
}

export const requestContext = new AsyncLocalStorage<RequestContext>();
