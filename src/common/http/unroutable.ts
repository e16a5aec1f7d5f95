import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { MalformedRequest } from '../errors/common.errors.js';
import type { ProblemSpec } from '../errors/domain-error.js';
import { PROBLEM_JSON, problemDocument } from '../errors/problem.js';
import { DEFAULT_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers.js';

/** What is refused before there is a route or even a request, and so before any hook or filter: headers and all. */

export function answerUnroutable(publicUrl: string) {
  const headers = { ...securityHeaders(publicUrl), 'content-security-policy': DEFAULT_CONTENT_SECURITY_POLICY };
  const { spec } = MalformedRequest;

  return (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const document = problemDocument(spec, { detail: 'The address cannot be decoded.' }, request.id);
    void reply
      .status(spec.status)
      .headers({ ...headers, 'cache-control': 'no-store', 'x-request-id': request.id })
      .type(PROBLEM_JSON)
      .send(JSON.stringify(document));
  };
}

const REQUEST_TIMEOUT = { code: 'request_timeout', status: 408, title: 'The request came too slowly' };
const HEADERS_TOO_LARGE = { code: 'headers_too_large', status: 431, title: 'The header fields are too large' };

/** What is not HTTP, or too much of it, and gets no further than the socket. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const spec = specFor(error.code);
  const body = JSON.stringify(problemDocument(spec, {}, undefined));
  const head = [
    `HTTP/1.1 ${spec.status} ${STATUS_CODES[spec.status]}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function specFor(code: string | undefined): ProblemSpec {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return REQUEST_TIMEOUT;
  return code === 'HPE_HEADER_OVERFLOW' ? HEADERS_TOO_LARGE : MalformedRequest.spec;
}
