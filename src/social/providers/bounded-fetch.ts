import type { CustomFetch } from 'openid-client';
import { UpstreamFailure } from './upstream-failure.js';

/** Metadata, key sets and tokens are some kilobytes. */
const MAX_BYTES = 512 * 1024;
const DISCOVERY = /\/\.well-known\/openid-configuration$/;
const KEEP_MS = 10 * 60 * 1000;

interface Kept {
  readonly until: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly init: ResponseInit;
}

/**
 * How providers are asked: not to the end of whatever they send, and without following where they point, which would be
 * an address that no operator has configured. The time is bounded by the signal of the caller. What discovery has found
 * is kept for some minutes; keys are not, so that a key which was changed meanwhile is there when it is needed.
 */
export function boundedFetch(): CustomFetch {
  const kept = new Map<string, Kept>();
  return async (url, options) => {
    const known = kept.get(url);
    if (known && known.until > Date.now()) return new Response(known.body, known.init);
    const response = await fetch(url, { ...options, redirect: 'manual' });
    const body = await readBounded(response);
    const { status, statusText, headers } = response;
    const init = { status, statusText, headers };
    if (status === 200 && DISCOVERY.test(url) && isMetadata(body))
      kept.set(url, { until: Date.now() + KEEP_MS, body, init });
    return new Response(body.length > 0 ? body : null, init);
  };
}

/** A page that says "back soon" is not kept. */
function isMetadata(body: Uint8Array): boolean {
  try {
    return typeof (JSON.parse(Buffer.from(body).toString()) as { issuer?: unknown }).issuer === 'string';
  } catch {
    return false;
  }
}

async function readBounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new UpstreamFailure('provider_error', { cause: new Error('The answer is too long') });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
