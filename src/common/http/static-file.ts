import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../crypto/secrets.js';

/** An answer that is the same for everybody, ready to be sent. */
export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  /** Strong (RFC 9110 §8.8.3): a digest of the body. */
  readonly etag: string;
  /** Beyond the ones that every file has, or in their place. */
  readonly headers: Readonly<Record<string, string>>;
}

const REVALIDATE = 'public, max-age=0, must-revalidate';
const FOREVER = 'public, max-age=31536000, immutable';

export function staticFile(type: string, content: string | Buffer, headers: Record<string, string> = {}): StaticFile {
  const body = Buffer.from(content);
  return { body, type, etag: `"${sha256(body).toString('base64url').slice(0, 22)}"`, headers };
}

/** The version that an address may carry in `?v=`, so that what is behind it may be kept for ever. */
export function fingerprint({ etag }: StaticFile): string {
  return etag.slice(1, -1);
}

export function sendFile(file: StaticFile, request: FastifyRequest, reply: FastifyReply): void {
  const { v } = request.query as { v?: unknown };
  const { etag } = file;
  void reply.headers({ etag, 'cache-control': v === fingerprint(file) ? FOREVER : REVALIDATE, ...file.headers });
  if (isKnown(etag, request.headers['if-none-match'])) void reply.status(304).send();
  else void reply.type(file.type).send(file.body);
}

/** If-None-Match (RFC 9110 §13.1.2): a list, compared weakly, or `*`. */
export function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  const known = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes('*') || known.includes(etag);
}
