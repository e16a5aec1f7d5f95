import { type Context, type Span, type SpanOptions, trace, type Tracer } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/sdk-trace';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import { outsideOfRequest, requestContext, type RequestContext } from '#common/http/request-context.js';
import type { Config } from '#config/index.js';
import { exportingProvider } from './exporting.js';
import { followRequests } from './requests.js';
import { followStatements } from './statements.js';
import { followWork } from './work.js';

/** A collector that does not answer must not keep the process. */
const LONGEST_GOODBYE_MS = 3_000;

/**
 * Spans of our own, made by hooks. The instrumentations of OpenTelemetry patch modules while they are loaded, which for
 * ES modules takes a loader before everything else; and they record more of a request than we want to give away.
 */
export class Telemetry {
  private readonly provider: TracerProvider;
  private readonly tracer: Tracer;
  private readonly requests = new WeakMap<RequestContext, Context>();
  private readonly forget: () => void;

  constructor(config: NonNullable<Config['tracing']>) {
    this.provider = exportingProvider(config);
    this.tracer = this.provider.getTracer('gatehouse');
    this.forget = followWork(this);
  }

  followRequests(server: FastifyInstance): void {
    followRequests(server, this);
  }

  followStatements(pool: Pool): void {
    followStatements(pool, this);
  }

  /** The span of a request: all that is begun while it is served belongs to it. */
  request(name: string, options: SpanOptions, from: Context): Span {
    const span = this.tracer.startSpan(name, options, from);
    const context = requestContext.getStore();
    if (context) this.requests.set(context, trace.setSpan(from, span));
    return span;
  }

  /** Undefined outside of a request: what nobody asked for is followed by the log and the metrics. */
  within(name: string, options: SpanOptions): Span | undefined {
    const context = requestContext.getStore();
    const parent = context && this.requests.get(context);
    return parent && this.tracer.startSpan(name, options, parent);
  }

  /** Outside, because the timer of the next batch would carry the request along. */
  end(span: Span): void {
    outsideOfRequest(() => span.end());
  }

  async close(): Promise<void> {
    this.forget();
    const late = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_GOODBYE_MS).unref());
    await Promise.race([this.provider.shutdown().catch(() => undefined), late]);
  }
}
