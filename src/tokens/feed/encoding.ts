import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { FeedAnswer } from './revocation-feed.service.js';

const compress = promisify(gzip);

/** Shorter bodies are not worth it. Bytes. */
const WORTH_IT = 2_048;

/** Once for all who get the answer: to compress a long one costs more than to make it. */
const packed = new WeakMap<FeedAnswer, Promise<Buffer>>();

/** The body as the client can take it: a list of ten thousand sessions is a quarter shorter when it is compressed. */
export async function inEncodingOf(
  request: FastifyRequest,
  answer: FeedAnswer,
): Promise<{ body: string | Buffer; encoding?: 'gzip' }> {
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0+)?\s*(,|$))/i.test(request.headers['accept-encoding'] ?? '');
  if (!takesGzip || answer.signed.length <= WORTH_IT) return { body: answer.signed };
  const body = packed.get(answer) ?? compress(answer.signed);
  packed.set(answer, body);
  return { body: await body, encoding: 'gzip' };
}
