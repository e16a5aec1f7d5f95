import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sql } from '#database/index.js';
import { HealthController } from './health.controller.js';
import { DatabaseHealth } from './database-health.js';

Logger.overrideLogger(false);

describe('health', () => {
  let app: NestFastifyApplication;
  const run = vi.fn<() => Promise<unknown[]>>();

  beforeEach(async () => {
    run.mockReset().mockResolvedValue([{}]);
    const module = await Test.createTestingModule({
      controllers: [HealthController],
      providers: [DatabaseHealth, { provide: Sql, useValue: { run } }],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    await app.init();
  });

  afterEach(() => app.close());

  const get = (path: string) => app.inject({ method: 'GET', url: path });
  const CHECK_OK = { status: 'ok', latency_ms: expect.any(Number) as number };
  const CHECK_BAD = { status: 'unavailable', latency_ms: expect.any(Number) as number };

  it.each([
    ['/health', { status: 'ok', checks: { database: CHECK_OK } }],
    ['/health/ready', { status: 'ok', checks: { database: CHECK_OK } }],
    ['/health/database', CHECK_OK],
    ['/health/live', { status: 'ok' }],
  ])('%s says that all is well', async (path, body) => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual(body);
  });

  it.each([
    ['/health', { status: 'unavailable', checks: { database: CHECK_BAD } }],
    ['/health/ready', { status: 'unavailable', checks: { database: CHECK_BAD } }],
    ['/health/database', CHECK_BAD],
  ])('%s says that the database is away, and nothing about why', async (path, body) => {
    run.mockRejectedValue(new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    const answer = await get(path);
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual(body);
  });

  it('does not wait for a database that hangs', async () => {
    run.mockReturnValue(new Promise(() => {}));
    const start = Date.now();
    expect((await get('/health')).statusCode).toBe(503);
    expect(Date.now() - start).toBeLessThan(3000);
  });

  it('stays alive without the database', async () => {
    run.mockRejectedValue(new Error('away'));
    expect((await get('/health/live')).statusCode).toBe(200);
    expect(run).not.toHaveBeenCalled();
  });

  it('asks the database once for all who ask at the same moment, and anew later', async () => {
    await Promise.all(Array.from({ length: 20 }, () => get('/health')));
    expect(run.mock.calls.length).toBeLessThan(20);
    const before = run.mock.calls.length;
    await get('/health');
    expect(run.mock.calls.length).toBe(before + 1);
  });
});
