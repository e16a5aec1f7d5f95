export type Fetch = typeof globalThis.fetch;

export interface GetOptions {
  readonly fetch: Fetch;
  readonly accept: string;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A GET that ends: in time, in size, and not somewhere else. */
export async function get(url: string, { fetch, accept, timeoutMs, mostBytes, signal }: GetOptions): Promise<Answer> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Error('closed'));
  const timer = setTimeout(() => abort.abort(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  unref(timer);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    // A redirect is not followed: who can cause one there must not choose our keys.
    const response = await fetch(url, { headers: { accept }, redirect: 'manual', signal: abort.signal });
    return { status: response.status, headers: response.headers, text: await textOf(response, mostBytes) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    // Ends what is left of a body that was too long.
    abort.abort();
  }
}

async function textOf(response: Response, mostBytes: number): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const pieces: string[] = [];
  let bytes = 0;
  for await (const piece of chunksOf(response.body)) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
    pieces.push(decoder.decode(piece, { stream: true }));
  }
  pieces.push(decoder.decode());
  return pieces.join('');
}

/** As `for await (… of body)`, which not every runtime has. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** A timer that keeps no process alive, where the runtime knows of such. */
export function unref(timer: unknown): void {
  (timer as { unref?: () => void }).unref?.();
}
