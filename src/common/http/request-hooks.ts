import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { requestContext } from './request-context.js';
import { DEFAULT_CONTENT_SECURITY_POLICY, SECURITY_HEADERS, STRICT_TRANSPORT_SECURITY } from './security-headers.js';

interface HookOptions {
  readonly production: boolean;
  readonly publicUrl: string;
}

/** What happens around every request, whatever route it finds or misses. */
export function addRequestHooks(server: FastifyInstance, { production, publicUrl }: HookOptions, logger: Logger): void {
  const secure = publicUrl.startsWith('https://');
  const headers = secure
    ? { ...SECURITY_HEADERS, 'strict-transport-security': STRICT_TRANSPORT_SECURITY }
    : SECURITY_HEADERS;

  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    if (production && secure && cameInClear(request)) {
      void reply.redirect(publicUrl + request.url, 308);
      return;
    }
    const context = { requestId: request.id, ip: request.ip, userAgent: request.headers['user-agent'] };
    requestContext.run(context, done);
  });

  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('content-security-policy')) {
      void reply.header('content-security-policy', DEFAULT_CONTENT_SECURITY_POLICY);
    }
    void reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(1)}`);
    done();
  });

  server.addHook('onResponse', (request, reply, done) => {
    if (isWorthALine(reply)) logger.info(lineFor(request, reply), 'request');
    done();
  });
}

/** A trusted proxy says that the client spoke plain http to it. */
function cameInClear(request: FastifyRequest): boolean {
  return request.headers['x-forwarded-proto'] !== undefined && request.protocol === 'http';
}

/** A line for each request halves a cheap route; reads that went well are counted by the metrics instead. */
function isWorthALine({ request, statusCode }: FastifyReply): boolean {
  return statusCode >= 400 || !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
}

/** The path without its query, which may hold what should not be kept (ASVS 14.2.1). */
function lineFor(request: FastifyRequest, reply: FastifyReply) {
  return {
    request_id: request.id,
    method: request.method,
    path: request.url.split('?', 1)[0],
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
    ip: request.ip,
  };
}
