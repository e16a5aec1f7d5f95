import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { MalformedRequest } from '../errors/common.errors.js';
import { addressRanges } from './address-ranges.js';
import { isTooDeep } from './depth.js';
import { plainForwardedFor } from './forwarded-for.js';
import { onlyReads } from './only-reads.js';
import { requestContext } from './request-context.js';
import { DEFAULT_CONTENT_SECURITY_POLICY, securityHeaders } from './security-headers.js';

interface HookOptions {
  readonly production: boolean;
  readonly publicUrl: string;
  readonly http: { readonly trustedProxies: readonly string[] };
}

/** What happens around every request, whatever route it finds or misses. */
export function addRequestHooks(server: FastifyInstance, options: HookOptions, logger: Logger): void {
  const { production, publicUrl, http } = options;
  const onlyHttps = production && publicUrl.startsWith('https://');
  const isTrusted = addressRanges(http.trustedProxies);
  const headers = securityHeaders(publicUrl);
  // What stands in these lines is chosen here: looking for secrets would take ten times as long as writing them.
  const lines = logger.child({}, { redact: [] });

  server.addHook('onRequest', (request, reply, done) => {
    tidyForwardedFor(request);
    void reply.headers(headers).header('x-request-id', request.id);
    if (onlyHttps && isTrusted(request.socket.remoteAddress) && cameInClear(request)) {
      void reply.redirect(publicUrl + pathOf(request), 308);
      return;
    }
    if (hasNoBody(request)) delete request.headers['content-type'];
    const context = { requestId: request.id, ip: request.ip, userAgent: request.headers['user-agent'] };
    requestContext.run(context, done);
  });

  // Before anything of ours follows the body level by level, to check, count or digest it.
  server.addHook('preValidation', (request, _reply, done) => {
    done(isTooDeep(request.body) ? new MalformedRequest({ detail: 'The body is nested too deeply.' }) : undefined);
  });

  server.addHook('onSend', (request, reply, _payload, done) => {
    // CORS answers preflights before it is our turn.
    if (!reply.hasHeader('x-request-id')) void reply.headers(headers).header('x-request-id', request.id);
    if (!reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', DEFAULT_CONTENT_SECURITY_POLICY);
    }
    void reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`);
    done();
  });

  server.addHook('onResponse', (request, reply, done) => {
    if (isWorthALine(request, reply)) lines.info(lineFor(request, reply), 'request');
    done();
  });
}

/** Once and before anybody asks for the address: limits, sessions and events all read `request.ip`. */
function tidyForwardedFor({ raw: { headers } }: FastifyRequest): void {
  const header = headers['x-forwarded-for'];
  if (header === undefined) return;
  const plain = plainForwardedFor(String(header));
  if (plain === undefined) delete headers['x-forwarded-for'];
  else headers['x-forwarded-for'] = plain;
}

/** Many clients name the type of a body that they do not send; without a body it says nothing. */
function hasNoBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
}

/** A proxy says that the client spoke plain http to it. Whether it may say so is another question. */
function cameInClear(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-proto'] !== undefined && request.protocol === 'http';
}

/** A request may also be addressed to a whole URL (RFC 9112 §3.2.2), whose host is none of ours to send people to. */
function pathOf({ url }: FastifyRequest): string {
  return url.startsWith('/') ? url : '/';
}

/** A line for each request halves a cheap route; reads that went well are counted by the metrics instead. */
function isWorthALine(request: FastifyRequest, { statusCode }: FastifyReply): boolean {
  return statusCode >= 400 || !(['GET', 'HEAD', 'OPTIONS'].includes(request.method) || onlyReads(request));
}

/** The path without its query and whatever a broken client sends behind a `#`, which may hold what should not be kept (ASVS 14.2.1). */
function lineFor(request: FastifyRequest, reply: FastifyReply) {
  return {
    request_id: request.id,
    method: request.method,
    path: request.url.split(/[?#]/, 1)[0],
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
  };
}
