import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { RequestCounters } from '#limits/request-counters.js';
import { Redis } from '#redis/index.js';
import { TestApp, uniqueName } from '../../support/app.js';
import { redisIsHere, TestRedis } from '../../support/redis.js';
import { eventually } from '../../support/service.js';

const PASSWORD = 'hunter2, and more: @/%';

describe.runIf(redisIsHere())('without its Redis the service', () => {
  let redis: TestRedis;
  let app: TestApp;
  let counters: RequestCounters;
  const said: string[] = [];

  beforeAll(async () => {
    for (const level of ['log', 'warn', 'error'] as const) {
      vi.spyOn(Logger.prototype, level).mockImplementation((message: unknown) => void said.push(String(message)));
    }
    redis = await TestRedis.start();
    app = await TestApp.start({ RATE_LIMITS: 'on', REDIS_URL: redis.url });
    counters = app.nest.get(RequestCounters);
  });
  afterAll(async () => {
    await app.stop();
    await redis.stop();
    vi.restoreAllMocks();
  });
  beforeEach(async () => {
    await eventually(async () => !isAway());
    said.length = 0;
  });

  const isAway = () => app.nest.get(Redis).away;
  const of = (key: string, limit = 3) => ({ key, limit, ttl: 60_000, blockDuration: 60_000 });
  const rows = async (key: string) => (await app.sql('SELECT FROM rate_limits WHERE key = $1', [key])).length;

  /** How many of ten, one after the other, are let through. */
  async function letThrough(key: string): Promise<number> {
    let passed = 0;
    for (let i = 0; i < 10; i++) if (!(await counters.incrementAll([of(key)]))[0]!.isBlocked) passed += 1;
    return passed;
  }

  const losses: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ['is killed', () => redis.kill(), () => redis.launch()],
    ['is silent', async () => redis.freeze(), async () => redis.thaw()],
    [
      'has become a replica',
      () => redis.ask(['REPLICAOF', '127.0.0.1', '1']),
      () => redis.ask(['REPLICAOF', 'NO', 'ONE']),
    ],
    [
      'is full',
      () => redis.ask(['CONFIG', 'SET', 'maxmemory', '1']),
      () => redis.ask(['CONFIG', 'SET', 'maxmemory', '0']),
    ],
    [
      'wants a password',
      async () => {
        await redis.ask(['CONFIG', 'SET', 'requirepass', PASSWORD]);
        const url = redis.url.replace('//', `//:${encodeURIComponent(PASSWORD)}@`);
        await redis.ask(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'], url);
      },
      () => {
        const url = redis.url.replace('//', `//:${encodeURIComponent(PASSWORD)}@`);
        return redis.ask(['CONFIG', 'SET', 'requirepass', ''], url);
      },
    ],
    [
      'lets it run no scripts',
      () => redis.ask(['ACL', 'SETUSER', 'default', '-evalsha', '-eval']),
      () => redis.ask(['ACL', 'SETUSER', 'default', '+@all']),
    ],
  ];

  it.each(losses)('counts in the database when it %s, says so once, and comes back', async (_how, take, giveBack) => {
    await redis.grow();
    const [before, meanwhile] = [uniqueName(), uniqueName()];
    expect(await letThrough(before)).toBe(3);
    expect(await rows(before)).toBe(0);

    await take();
    const started = performance.now();
    expect(await letThrough(before)).toBeLessThanOrEqual(3);
    expect(await letThrough(meanwhile)).toBe(3);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await rows(meanwhile)).toBe(1);
    expect(isAway()).toBe(true);
    // Long enough for one attempt to connect that fails.
    await sleep(1_500);

    await giveBack();
    await eventually(async () => !isAway());
    expect(await letThrough(before)).toBe(0);
    expect(said.filter((line) => line.includes('PostgreSQL counts instead'))).toHaveLength(1);
    expect(said.filter((line) => line.includes('in use again'))).toHaveLength(1);
  });

  it('lets nobody begin a third time when Redis comes back without its memory', async () => {
    await redis.grow();
    const key = uniqueName();
    let passed = await letThrough(key);
    await redis.kill();
    passed += await letThrough(key);
    await redis.launch();
    await eventually(async () => !isAway());
    passed += await letThrough(key);
    await redis.ask(['FLUSHALL']);
    passed += await letThrough(key);
    expect(passed).toBe(6);
  });

  it('counts in the database as well where Redis may forget a counter to make room', async () => {
    const forgetful = await TestRedis.start(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
    const other = await TestApp.start({ RATE_LIMITS: 'on', REDIS_URL: forgetful.url });
    try {
      await forgetful.grow();
      const key = uniqueName();
      await other.nest.get(RequestCounters).incrementAll([of(key)]);
      expect(await other.sql('SELECT FROM rate_limits WHERE key = $1', [key])).toHaveLength(1);
      expect((await forgetful.counters()).filter((each) => each.endsWith(key))).toHaveLength(1);
    } finally {
      await other.stop();
      await forgetful.stop();
    }
  });

  it('minds no forgotten script', async () => {
    await redis.ask(['SCRIPT', 'FLUSH']);
    await counters.incrementAll([of(uniqueName())]);
    expect(isAway()).toBe(false);
    expect(said).toEqual([]);
  });

  it('keeps its counters under names of its own, which end by themselves', async () => {
    const key = uniqueName();
    await counters.incrementAll([of(key)]);
    const [name] = (await redis.counters()).filter((each) => each.endsWith(key));
    expect(name).toMatch(/^\{gatehouse:[\w-]{16}\}:/);
    for (const each of await redis.ask<string[]>(['KEYS', '*'])) {
      // One that has just ended is -2.
      expect(await redis.ask(['PTTL', each])).not.toBe(-1);
    }
  });
});
