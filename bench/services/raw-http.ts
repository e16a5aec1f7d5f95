import { get, type IncomingHttpHeaders } from 'node:http';
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
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      buffer(response).then((body) => {
        const at = performance.now();
        if (response.statusCode !== 200) return reject(new Error(`${url}: ${response.statusCode} ${body.toString()}`));
        resolve({ headers: response.headers, bytes: body.length, text: body.toString('latin1'), at, ms: at - sent });
      }, reject);
    }).on('error', reject);
  });
}
