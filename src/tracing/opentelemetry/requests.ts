import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Telemetry } from './telemetry.js';

const traceContext = new W3CTraceContextPropagator();

/**
 * A span for each request, as a part of the trace that its `traceparent` names. Of the request it bears the method and
 * the pattern of the route: paths, queries, addresses and user agents are somebody's.
 */
export function followRequests(server: FastifyInstance, telemetry: Telemetry): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { method, headers, id, routeOptions } = request;
    const from = traceContext.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const name = routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
    const attributes = {
      'http.request.method': method,
      'http.route': routeOptions.url,
      'gatehouse.request_id': id,
    };
    const span = telemetry.request(name, { kind: SpanKind.SERVER, attributes }, from);
    // The hook for answers is not called where nobody waits for one any more.
    reply.raw.once('close', () => {
      describe(span, reply);
      telemetry.end(span);
    });
    done();
  });
}

function describe(span: Span, { raw, statusCode }: FastifyReply): void {
  if (raw.headersSent) span.setAttribute('http.response.status_code', statusCode);
  const error = raw.writableFinished ? statusCode >= 500 && String(statusCode) : 'aborted';
  if (error) span.setAttribute('error.type', error).setStatus({ code: SpanStatusCode.ERROR });
}
