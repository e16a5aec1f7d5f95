import { setGlobalErrorHandler } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import { Logger } from '@nestjs/common';
import { uuidv7 } from '#common/crypto/uuid.js';
import { VERSION } from '#common/version.js';
import type { Config } from '#config/index.js';

type TracingConfig = NonNullable<Config['tracing']>;

const EXPORT_TIMEOUT_MS = 5_000;
const BATCH_MS = 2_000;
const QUIET_MS = 60_000;
/** Of a statement; no other value is long. */
const LONGEST_VALUE = 4_096;

/** Spans go to the collector in batches, in the background. What it does not take in time is dropped, never piled up. */
export function exportingProvider({ url, headers, service, attributes, ratio }: TracingConfig): TracerProvider {
  complainNowAndThen();
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_TIMEOUT_MS });
  return new TracerProvider({
    resource: resourceFromAttributes({
      'service.instance.id': uuidv7(),
      ...attributes,
      'service.name': service,
      'service.version': VERSION,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanLimits: { attributeValueLengthLimit: LONGEST_VALUE },
    spanProcessors: [
      new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_TIMEOUT_MS, scheduledDelayMillis: BATCH_MS }),
    ],
  });
}

/** A collector that is away is worth a line in the log, not one for each batch. */
function complainNowAndThen(): void {
  const logger = new Logger('Tracing');
  let last = -Infinity;
  setGlobalErrorHandler((error) => {
    if (performance.now() - last < QUIET_MS) return;
    last = performance.now();
    logger.warn(`Traces are lost: ${typeof error === 'string' ? error : (error.message ?? error.name)}`);
  });
}
