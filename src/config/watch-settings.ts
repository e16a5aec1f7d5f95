import { z } from 'zod';
import { baseUrl, flag, integer, pairs, text } from './fields.js';
import { setting } from './setting.js';

/** How others watch the service. Those of OpenTelemetry have the names of its specification. */
export const WATCH_SETTINGS = {
  METRICS_PORT: setting({
    read: integer(0, 65535),
    meaning: 'Port of the Prometheus metrics, of all WORKERS together. Unset: no metrics are served.',
  }),
  METRICS_HOST: setting({ read: text, default: '127.0.0.1', meaning: 'Address of the Prometheus metrics.' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting({
    read: baseUrl,
    meaning:
      'Where traces are sent: an OpenTelemetry collector that takes OTLP over HTTP, such as http://localhost:4318. Unset: there are none.',
  }),
  OTEL_EXPORTER_OTLP_HEADERS: setting({
    read: pairs,
    secret: true,
    meaning: 'Headers for the collector, as name=value, separated by commas.',
  }),
  OTEL_SERVICE_NAME: setting({ read: text, default: 'gatehouse', meaning: 'What this service is called in traces.' }),
  OTEL_RESOURCE_ATTRIBUTES: setting({
    read: pairs,
    default: '',
    meaning: 'What else is said of it there, as name=value, separated by commas.',
  }),
  OTEL_TRACES_SAMPLER_ARG: setting({
    read: z
      .string()
      .regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')
      .transform(Number),
    default: '1',
    meaning: 'Share of the requests that a trace begins with. Where one comes with the request, it decides.',
  }),
  OTEL_SDK_DISABLED: setting({ read: flag, default: 'off', meaning: 'No traces, whatever else is set.' }),
} as const;
