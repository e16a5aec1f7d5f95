import { type Span, SpanStatusCode } from '@opentelemetry/api';
import { tracedWork } from '#common/traced.js';
import type { Telemetry } from './telemetry.js';

/** A span for what rooms tell of themselves. Returns what ends it. */
export function followWork(telemetry: Telemetry): () => void {
  const spans = new WeakMap<object, Span>();
  const end = (work: object) => {
    const span = spans.get(work);
    if (span) telemetry.end(span);
  };
  const subscriber = {
    start: (work: { readonly name: string }) => {
      const span = telemetry.within(work.name, {});
      if (span) spans.set(work, span);
    },
    end: () => undefined,
    asyncStart: () => undefined,
    asyncEnd: end,
    error: (work: object) => void spans.get(work)?.setStatus({ code: SpanStatusCode.ERROR }),
  };
  tracedWork.subscribe(subscriber);
  return () => tracedWork.unsubscribe(subscriber);
}
