import { request } from 'node:http';
import { Logger } from '@nestjs/common';
import { Counter } from '#common/prometheus.js';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { MetricsServer } from './metrics.server.js';

const urlOf = (server: MetricsServer, path: string) => `http://127.0.0.1:${server.address!.port}${path}`;

describe('MetricsServer', () => {
  const started: MetricsServer[] = [];

  async function start(env: NodeJS.ProcessEnv, registry = new MetricsRegistry()): Promise<MetricsServer> {
    const server = new MetricsServer(Config.from(env), registry);
    started.push(server);
    await server.onApplicationBootstrap();
    return server;
  }

  beforeAll(() => void vi.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined));
  afterEach(async () => {
    for (const server of started.splice(0)) await server.onApplicationShutdown();
  });

  it('serves what the rooms count, and the process itself, as Prometheus text', async () => {
    const registry = new MetricsRegistry();
    new Counter({ name: 'gatehouse_test_total', help: 'A test', registers: [registry] }).inc(3);
    const response = await fetch(urlOf(await start({ METRICS_PORT: '0' }, registry), '/metrics'));

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toContain('gatehouse_test_total 3');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/metrics/'],
    ['GET', '/api/v1/users'],
    ['POST', '/metrics'],
    ['DELETE', '/metrics'],
  ])('answers %s %s with 404', async (method, path) => {
    const response = await fetch(urlOf(await start({ METRICS_PORT: '0' }), path), { method });
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it('listens on loopback unless told otherwise', async () => {
    expect((await start({ METRICS_PORT: '0' })).address).toMatchObject({ address: '127.0.0.1' });
  });

  it('does nothing where no port is set', async () => {
    const registry = new MetricsRegistry();
    expect((await start({}, registry)).address).toBeUndefined();
    expect(registry.getMetricsAsArray()).toEqual([]);
  });

  it('says plainly that its port is in use', async () => {
    const { port } = (await start({ METRICS_PORT: '0' })).address!;
    await expect(start({ METRICS_PORT: String(port) })).rejects.toThrow(
      `The metrics cannot be served on 127.0.0.1:${port}: the port is in use. Choose another METRICS_PORT.`,
    );
  });

  it('ends at shutdown, whoever holds a connection', async () => {
    const server = await start({ METRICS_PORT: '0' });
    const held = request(urlOf(server, '/metrics'), { method: 'POST', headers: { 'content-length': '10' } });
    held.on('error', () => undefined).flushHeaders();
    await new Promise((resolve) => held.once('socket', (socket) => socket.once('connect', resolve)));
    await server.onApplicationShutdown();
    expect(server.address).toBeUndefined();
  });

  it('answers 500 where a metric cannot be read', async () => {
    const registry = new MetricsRegistry();
    const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const server = await start({ METRICS_PORT: '0' }, registry);
    vi.spyOn(registry, 'metrics').mockRejectedValue(new Error('broken'));
    expect((await fetch(urlOf(server, '/metrics'))).status).toBe(500);
    expect(error).toHaveBeenCalledOnce();
  });
});
