import type { Environment } from './settings.js';

export interface TracingConfig {
  /** Where spans are posted to. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Share of the traces that begin here. */
  readonly ratio: number;
}

export function tracingConfig(env: Environment): TracingConfig | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SDK_DISABLED: disabled } = env;
  if (endpoint === undefined || disabled) return undefined;
  return {
    // The specification appends it to the address of a collector that takes several signals.
    url: `${endpoint}/v1/traces`,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    service: env.OTEL_SERVICE_NAME!,
    attributes: env.OTEL_RESOURCE_ATTRIBUTES!,
    ratio: env.OTEL_TRACES_SAMPLER_ARG!,
  };
}
