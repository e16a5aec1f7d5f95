import { defaultTextMapGetter, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Telemetry } from './telemetry.js';

const traceContext = new W3CTraceContextPropagator();

/**
 * A span for each request, as a part of the trace that its `traceparent` names. Of the request it bears the method and
 * the pattern of the route: paths, queries, addresses and user agents are somebody's.
 */
export function followRequests(server: FastifyInstance, telemetry: Telemetry): void {
  const spans = new WeakMap<FastifyRequest, Span>();

  server.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, id, routeOptions } = request;
    const from = traceContext.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const name = routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
    const attributes = {
      'http.request.method': method,
      'http.route': routeOptions.url,
      'gatehouse.request_id': id,
    };
    spans.set(request, telemetry.request(name, { kind: SpanKind.SERVER, attributes }, from));
    done();
  });

  server.addHook('onResponse', (request, { statusCode }, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', statusCode);
    if (statusCode >= 500) {
      span?.setAttribute('error.type', String(statusCode)).setStatus({ code: SpanStatusCode.ERROR });
    }
    if (span) telemetry.end(span);
    done();
  });
}
