import { connect } from 'node:net';
import type { Answer, Json } from '../support/http.js';

/** Sends bytes as they stand, for what no HTTP client would send, and reads one answer. */
export function sendRaw(origin: string, request: string | Uint8Array): Promise<Answer<Json>> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    socket.setTimeout(5_000, () => socket.destroy(new Error('No answer')));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? undefined : reject(error)));
    socket.on('close', () => resolve(parse(Buffer.concat(chunks).toString())));
    socket.write(request);
  });
}

/** A request whose target is sent to the letter: nothing is normalised or escaped. */
export function sendTarget(
  origin: string,
  method: string,
  target: string,
  headers: Record<string, string> = {},
): Promise<Answer<Json>> {
  const fields = Object.entries({ Host: new URL(origin).host, Connection: 'close', ...headers });
  const head = fields.map(([name, value]) => `${name}: ${value}`);
  return sendRaw(origin, `${method} ${target} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
}

function parse(answer: string): Answer<Json> {
  const [head = '', text = ''] = answer.split(/\r\n\r\n(.*)/s);
  const [statusLine = '', ...fields] = head.split('\r\n');
  const headers = new Headers(fields.map((field): [string, string] => field.split(/: ?(.*)/s, 2) as [string, string]));
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, text, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
