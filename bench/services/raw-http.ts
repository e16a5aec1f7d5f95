import { once } from 'node:events';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface RawAnswer {
  readonly headers: IncomingHttpHeaders;
  /** Of the body, as it was sent. */
  readonly bytes: number;
  /** The body, where it was not compressed. */
  readonly text: string;
  /** When all of it was there, and how long that took. */
  readonly at: number;
  readonly ms: number;
}

/** A GET that asks for nothing by itself, and leaves the body as it came. */
export async function fetchRaw(url: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const sent = performance.now();
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  const body = await buffer(response);
  const at = performance.now();
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode} ${body.toString()}`);
  return { headers: response.headers, bytes: body.length, text: body.toString('latin1'), at, ms: at - sent };
}
