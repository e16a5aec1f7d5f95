import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { Endpoint } from '../support/endpoint.js';
import { ADMIN, PASSWORD } from '../support/names.js';
import { attributesOf, type ExportedSpan, resourceOf, spansOf } from '../support/otlp.js';
import { eventually, Launched, Service } from '../support/service.js';
import { embeddedDatabase, serverDatabase, type Storage } from '../support/storage.js';

/** Says on standard error what is loaded of OpenTelemetry; in `without`, as if it were not installed. */
const watching = (without = false) =>
  `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (!name.startsWith('@opentelemetry/')) return next(name, context);
      if (${without}) throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
      process.stderr.write(name + ' is loaded\\n');
      return next(name, context);
    },
  });
`)}`;

const postgres = inject('postgresUrl');

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const traceparent = (flags: string) => ({ traceparent: `00-${TRACE}-${PARENT}-${flags}` });

describe('traces', () => {
  let folder: string;
  let storage: Storage;

  const start = (env: Record<string, string>) =>
    Service.start(
      { ...storage.env, ADMIN_PASSWORD: ADMIN.password, ...env },
      { cwd: folder, nodeArgs: ['--import', watching()] },
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-process-'));
    storage = await (postgres ? serverDatabase() : embeddedDatabase());
  });
  afterEach(async () => {
    await storage.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('load nothing of OpenTelemetry where no collector is named', async () => {
    const service = await start({});
    await service.post('/auth/login', { username: 'nobody', password: 'none' });
    await service.stop();
    expect(service.process.stderr).toBe('');
  });

  it('name the packages that are missing', async () => {
    const env = { ...storage.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', NODE_ENV: 'test', PORT: '0' };
    const launched = new Launched(env, { cwd: folder, nodeArgs: ['--import', watching(true)] });
    expect(await launched.exited).toEqual({ code: 1, signal: null });
    expect(launched.stderr).toMatch(
      /OTEL_EXPORTER_OTLP_ENDPOINT is set, and .* not installed\. Install them \(npm install --no-save @opentelemetry\/api@\d/,
    );
    expect(launched.stderr).not.toContain('    at ');
  });

  it('are lost with one warning, and nothing else, while the collector is away', async () => {
    const service = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    await service.process.says(/Traces are lost: .*127\.0\.0\.1:9/);
    await service.get('//health/ready');
    expect(await service.stop()).toEqual({ code: 0, signal: null });
    expect(service.process.stdout.match(/Traces are lost/g) ?? []).toHaveLength(1);
  });

  describe('at a collector', () => {
    let collector: Endpoint;
    let service: Service;
    let spans: ExportedSpan[];

    const named = (name: string) => spans.filter((span) => span.name === name);
    const below = ({ spanId }: ExportedSpan) => spans.filter(({ parentSpanId }) => parentSpanId === spanId);

    beforeEach(async () => {
      collector = await Endpoint.start(() => ({ headers: { 'content-type': 'application/json' }, body: '{}' }));
      service = await start({
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20tenant',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=testing',
      });
    });
    afterEach(() => collector.stop());

    /** What was sent, up to the last span before the end. */
    async function leave(): Promise<void> {
      expect((await service.stop()).code).toBe(0);
      spans = collector.asked.flatMap(({ body }) => spansOf(body));
    }

    it('arrive with routes, statements and the trace that they belong to, and with nothing of anybody', async () => {
      const person = { username: 'ada.traced', email: 'ada.traced@example.org', password: PASSWORD };
      await service.post('/auth/register', person);
      const { body } = await service.post('/auth/login', { username: person.username, password: PASSWORD });
      const { access_token, refresh_token } = body as { access_token: string; refresh_token: string };
      await service.post('/auth/refresh', { refresh_token });
      const me = await service.get('/auth/me?code=to-be-kept', access_token, {
        ...traceparent('01'),
        'user-agent': 'ua-to-be-kept',
      });
      expect(me.status).toBe(200);
      await service.post('/auth/login', { username: person.email, password: 'a-password-to-be-kept' });
      await service.post('/auth/register', person);
      await service.get(`/users/${(me.body as { id: string }).id}`, access_token);
      await service.get('//nowhere/to-be-kept');
      await leave();

      const [asked] = collector.asked;
      expect(asked).toMatchObject({ method: 'POST', path: '/v1/traces' });
      expect(asked!.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'a tenant' });
      expect(resourceOf(asked!.body)).toMatchObject({
        'service.name': 'gatehouse',
        'service.version': expect.stringMatching(/^\d/) as string,
        'deployment.environment.name': 'testing',
      });

      const [whoAmI] = named('GET /api/v1/auth/me');
      expect(whoAmI).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
      expect(attributesOf(whoAmI!)).toEqual({
        'http.request.method': 'GET',
        'http.route': '/api/v1/auth/me',
        'http.response.status_code': 200,
        'gatehouse.request_id': me.headers.get('x-request-id'),
      });
      expect(named('GET /api/v1/users/:id')).toHaveLength(1);
      expect(attributesOf(named('GET').at(-1)!)).toMatchObject({ 'http.response.status_code': 404 });

      const [refreshed] = named('POST /api/v1/auth/refresh');
      expect(refreshed!.parentSpanId ?? '').toBe('');
      const statement = postgres ? 'rotate_refresh_token' : 'WITH';
      expect(below(refreshed!).map(({ name }) => name)).toContain(statement);
      const signIn = below(named('POST /api/v1/auth/login')[0]!);
      expect(signIn.map(({ name }) => name)).toContain('password hash, with its wait');
      const texts = spans.map((span) => attributesOf(span)['db.query.text']).filter((text) => text !== undefined);
      expect(texts.length).toBeGreaterThan(8);
      expect(texts.some((text) => String(text).includes('$1'))).toBe(true);

      const all = collector.asked.map((each) => each.body).join('\n');
      for (const kept of [PASSWORD, 'to-be-kept', 'ada.traced', '@example.org', access_token, refresh_token]) {
        expect(all.includes(kept), kept).toBe(false);
      }
      expect(all).not.toMatch(/eyJ|ghr_|127\.0\.0\.1(?!:\d+\/v1)/);
    });

    it('are made by no request whose trace was not chosen, and begin anew where the header is not one', async () => {
      await service.get('/auth/me', undefined, traceparent('00'));
      for (const bad of ['', 'x', `00-${'0'.repeat(32)}-${PARENT}-01`, `ff-${TRACE}-${PARENT}-01`]) {
        expect((await service.get('/auth/me', undefined, { traceparent: bad })).status).toBe(401);
      }
      await leave();
      const found = named('GET /api/v1/auth/me');
      expect(found).toHaveLength(4);
      expect(found.filter(({ traceId }) => traceId === TRACE)).toEqual([]);
    });

    it('tell of a request that its client has given up', async () => {
      const { hostname, port } = new URL(service.origin);
      const client = connect(Number(port), hostname);
      client.write(
        'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      );
      await sleep(500);
      client.destroy();
      await service.get('//health/live');
      await leave();
      const [givenUp, ...others] = named('POST /api/v1/auth/login');
      expect(attributesOf(givenUp!)).toMatchObject({ 'error.type': 'aborted' });
      expect(others).toEqual([]);
    });

    it('do not keep a service that is to end', async () => {
      collector.answering = () => 'nothing';
      await service.get('/auth/me');
      const begun = Date.now();
      expect((await service.stop()).code).toBe(0);
      expect(Date.now() - begun).toBeLessThan(10_000);
      await eventually(() => Promise.resolve(!service.process.running));
    });
  });
});
