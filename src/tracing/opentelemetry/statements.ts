import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Pool, PoolClient } from 'pg';
import type { Telemetry } from './telemetry.js';

type Query = (...values: unknown[]) => unknown;

/** What a client is asked: text, or text with a name and values. */
interface Asked {
  readonly name?: string;
  readonly text: string;
}

/**
 * A span for each statement of a request, TypeORM's likewise. Of a statement it bears the text, which has parameters
 * where the values are, and of a failure the SQLSTATE: messages of the database can repeat values.
 */
export function followStatements(pool: Pool, telemetry: Telemetry): void {
  const followed = new WeakSet<PoolClient>();
  // Not `connect`: there are connections already.
  pool.on('acquire', (client) => {
    if (followed.has(client)) return;
    followed.add(client);
    const query = client.query.bind(client) as Query;
    client.query = ((...values: unknown[]) => {
      const span = begin(values[0], telemetry);
      const result = query(...values);
      if (span) end(span, result, telemetry);
      return result;
    }) as typeof client.query;
  });
}

function begin(asked: unknown, telemetry: Telemetry): Span | undefined {
  const { name, text } = (typeof asked === 'string' ? { text: asked } : asked) as Asked;
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': text };
  return telemetry.within(name ?? firstWordOf(text), { kind: SpanKind.CLIENT, attributes });
}

function end(span: Span, result: unknown, telemetry: Telemetry): void {
  const failed = ({ code }: { readonly code?: unknown }) => {
    span.setAttribute('error.type', typeof code === 'string' ? code : '_OTHER');
    span.setStatus({ code: SpanStatusCode.ERROR });
    telemetry.end(span);
  };
  // With a callback there is nothing to wait for; nobody here uses one.
  if (result instanceof Promise) result.then(() => telemetry.end(span), failed);
  else telemetry.end(span);
}

function firstWordOf(text: string): string {
  return /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'statement';
}
