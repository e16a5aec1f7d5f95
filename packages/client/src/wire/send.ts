import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import { type Reply, replyOf } from './reply.js';

export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
  readonly credentials: 'include' | 'omit';
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** One request that ends: in time, by an answer of Gatehouse or by a GatehouseError. */
export async function send({ url, timeout, signal, ...init }: Outgoing, env: Environment): Promise<Reply> {
  const abort = new AbortController();
  let isLate = false;
  const stop = () => abort.abort();
  const forget = env.later(timeout, () => {
    isLate = true;
    stop();
  });
  signal?.addEventListener('abort', stop);
  try {
    if (signal?.aborted) stop();
    // A redirect is not followed: whoever can cause one must not be handed a password.
    const response = await env.fetch(url, { ...init, cache: 'no-store', redirect: 'manual', signal: abort.signal });
    return replyOf(response, await response.text());
  } catch (cause) {
    if (cause instanceof GatehouseError) throw cause;
    if (signal?.aborted) throw new GatehouseError('aborted', 'The caller gave up', { cause: signal.reason });
    if (isLate) throw new GatehouseError('timeout', `No answer within ${timeout} ms`, { cause });
    if (!env.isOnline()) throw new GatehouseError('offline', 'This device is offline', { cause });
    throw new GatehouseError('network', 'The service cannot be reached', { cause });
  } finally {
    forget();
    signal?.removeEventListener('abort', stop);
  }
}
