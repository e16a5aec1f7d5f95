import type { Environment } from '../environment.js';
import { type ErrorCode, GatehouseError } from '../errors/index.js';
import { type Reply, replyOf } from './reply.js';

export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | URLSearchParams | undefined;
  readonly credentials: 'include' | 'omit';
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** One request that ends: in time, by an answer of Gatehouse or by a GatehouseError. */
export async function send({ url, timeout, signal, ...init }: Outgoing, env: Environment): Promise<Reply> {
  const abort = new AbortController();
  const stop = () => abort.abort('aborted');
  const forget = env.later(timeout, () => abort.abort('timeout'));
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    // A redirect is not followed: whoever can cause one must not be handed a password.
    const response = await env.fetch(url, { ...init, cache: 'no-store', redirect: 'manual', signal: abort.signal });
    return replyOf(response, await response.text());
  } catch (cause) {
    if (cause instanceof GatehouseError) throw cause;
    const code: ErrorCode = abort.signal.reason ?? (env.isOnline() ? 'network' : 'offline');
    throw new GatehouseError(code, {}, cause);
  } finally {
    forget();
    signal?.removeEventListener('abort', stop);
  }
}
