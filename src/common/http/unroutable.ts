import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { MalformedRequest } from '../errors/common.errors.js';
import type { ProblemSpec } from '../errors/domain-error.js';
import { PROBLEM_JSON, problemDocument } from '../errors/problem.js';
import { corsHeaders } from './cors.js';
import { DEFAULT_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers.js';

/** What is refused before there is a route or even a request, and so before any hook or filter: headers and all. */

export function answerUnroutable(publicUrl: string, allowedOrigins: readonly string[]) {
  const headers = { ...securityHeaders(publicUrl), 'content-security-policy': DEFAULT_CONTENT_SECURITY_POLICY };
  const { spec } = MalformedRequest;

  return (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const document = problemDocument(spec, { detail: 'The address cannot be decoded.' }, request.id);
    void reply
      .status(spec.status)
      .headers({ ...headers, ...corsHeaders(allowedOrigins, request.headers.origin) })
      .headers({ 'cache-control': 'no-store', 'x-request-id': request.id })
      .type(PROBLEM_JSON)
      .send(JSON.stringify(document));
  };
}

const REQUEST_TIMEOUT = { code: 'request_timeout', status: 408, title: 'The request came too slowly' };
const HEADERS_TOO_LARGE = { code: 'headers_too_large', status: 431, title: 'The header fields are too large' };

/** What is not HTTP, or too much of it, and gets no further than the socket. */
export function answerUnreadable(allowedOrigins: readonly string[]) {
  return (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const spec = specFor(error.code);
    const body = JSON.stringify(problemDocument(spec, {}, undefined));
    const head = [
      `HTTP/1.1 ${spec.status} ${STATUS_CODES[spec.status]}`,
      `Content-Type: ${PROBLEM_JSON}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'X-Content-Type-Options: nosniff',
      'Connection: close',
      ...Object.entries(corsHeaders(allowedOrigins, originIn(error.rawPacket))).map((field) => field.join(': ')),
    ];
    if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    socket.destroy(error);
  };
}

/**
 * As far as it was read. A guess, which may name an origin that is allowed and nothing else: a page with too many
 * cookies is to learn why it is refused.
 */
function originIn(packet: unknown): string | undefined {
  if (!Buffer.isBuffer(packet)) return undefined;
  return /\r\norigin:[ \t]*(\S+)[ \t]*\r\n/i.exec(packet.toString('latin1'))?.[1];
}

function specFor(code: string | undefined): ProblemSpec {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return REQUEST_TIMEOUT;
  return code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : MalformedRequest.spec;
}
