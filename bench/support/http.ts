export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Whatever the route answers: the one who asks knows.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly ms: number;
}

/** One request to the API, and how long it took. */
export async function call(
  url: string,
  { json, headers = {} }: { readonly json?: object; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const sent = performance.now();
  const response = await fetch(url, {
    method: json === undefined ? 'GET' : 'POST',
    headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: json && JSON.stringify(json),
  });
  const text = await response.text();
  const ms = performance.now() - sent;
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text, ms };
}

/** Does `work` for every item, so many at a time. */
export async function inParallel<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
