import { Config } from './config.js';

const tracing = (env: Record<string, string>) => Config.from(env).tracing;
const COLLECTOR = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318/' };

describe('the settings of traces', () => {
  it('are none where no collector is named, or where they are turned off', () => {
    expect(tracing({ OTEL_SERVICE_NAME: 'sign-in' })).toBeUndefined();
    expect(tracing({ ...COLLECTOR, OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it('are complete with a collector alone', () => {
    const url = 'http://localhost:4318/v1/traces';
    expect(tracing(COLLECTOR)).toEqual({ url, headers: {}, service: 'gatehouse', attributes: {}, ratio: 1 });
  });

  it('read pairs as the specification writes them', () => {
    const env = {
      ...COLLECTOR,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YWRhOg==, x-scope-orgid=1',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    };
    expect(tracing(env)).toMatchObject({
      headers: { authorization: 'Basic YWRhOg==', 'x-scope-orgid': '1' },
      attributes: { 'deployment.environment.name': 'staging' },
      ratio: 0.25,
    });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be an http(s) address'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=b,Bearer s3cret' }, 'OTEL_EXPORTER_OTLP_HEADERS must be name=value (entry 2)'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=%0d%0ab:s3cret' }, 'OTEL_EXPORTER_OTLP_HEADERS must be name=value (entry 1)'],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'a=%zz' }, 'OTEL_RESOURCE_ATTRIBUTES must be name=value (entry 1)'],
    [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1'],
  ])('%j stops the start, and is not repeated', (env, problem) => {
    const read = () => tracing(env);
    expect(read).toThrow(problem);
    expect(read).not.toThrow('s3cret');
  });
});
