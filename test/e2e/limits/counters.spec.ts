import { setTimeout as sleep } from 'node:timers/promises';
import { RequestCounters } from '#limits/request-counters.js';
import { TestApp, uniqueName } from '../../support/app.js';
import { type Store, STORES } from './stores.js';

for (const { name, isHere, start } of STORES) {
  describe.runIf(isHere)(`what is counted in ${name}`, () => {
    let store: Store;
    let app: TestApp;
    let counters: RequestCounters;

    beforeAll(async () => {
      store = await start();
      app = await TestApp.start({ RATE_LIMITS: 'on', ...store.env });
      await store.ready();
      counters = app.nest.get(RequestCounters);
    });
    afterAll(async () => {
      await app.stop();
      await store.stop();
    });

    const of = (key: string, limit: number, ttl = 60_000, blockDuration = ttl) => ({ key, limit, ttl, blockDuration });

    it('is refused from the first beyond the limit on, and no longer counted', async () => {
      const hit = of(uniqueName(), 3);
      const seen = [];
      for (let i = 0; i < 6; i++) seen.push((await counters.incrementAll([hit]))[0]!);
      expect(seen.map(({ totalHits }) => totalHits)).toEqual([1, 2, 3, 4, 4, 4]);
      expect(seen.map(({ isBlocked }) => isBlocked)).toEqual([false, false, false, true, true, true]);
      expect(seen.map(({ timeToBlockExpire }) => timeToBlockExpire > 59)).toEqual(seen.map((each) => each.isBlocked));
      for (const { timeToExpire } of seen) expect(timeToExpire).toBeGreaterThan(59);
      for (const { timeToExpire } of seen) expect(timeToExpire).toBeLessThanOrEqual(60);
    });

    it('is never over the limit, however many come at once', async () => {
      const hit = of(uniqueName(), 25);
      const all = await Promise.all(Array.from({ length: 100 }, () => counters.incrementAll([hit])));
      expect(all.filter(([counted]) => !counted!.isBlocked)).toHaveLength(25);
    });

    it('ends with its window', async () => {
      const hit = of(uniqueName(), 2, 300);
      expect(await increments(hit, 2)).toEqual([1, 2]);
      await sleep(350);
      expect(await increments(hit, 2)).toEqual([1, 2]);
    });

    it('begins anew after a block, also one that ends before the window', async () => {
      const hit = of(uniqueName(), 1, 60_000, 300);
      expect(await increments(hit, 3)).toEqual([1, 2, 2]);
      await sleep(350);
      expect(await increments(hit, 2)).toEqual([1, 2]);
    });

    it('stays refused for as long as a block that outlasts the window', async () => {
      const hit = of(uniqueName(), 1, 200, 60_000);
      expect(await increments(hit, 2)).toEqual([1, 2]);
      await sleep(250);
      const [counted] = await counters.incrementAll([hit]);
      expect(counted).toMatchObject({ totalHits: 2, isBlocked: true });
    });

    it('goes as far as the first that is refused, in the order given', async () => {
      const [first, second, third] = [of(uniqueName(), 5), of(uniqueName(), 1), of(uniqueName(), 5)];
      expect(await counters.incrementAll([first, second, third])).toHaveLength(3);
      const all = await counters.incrementAll([first, second, third]);
      expect(all.map(({ totalHits }) => totalHits)).toEqual([2, 2]);
      expect(all.map(({ isBlocked }) => isBlocked)).toEqual([false, true]);
      expect(await increments(third, 1)).toEqual([2]);
    });

    it('is nothing where nothing is asked', async () => {
      expect(await counters.incrementAll([])).toEqual([]);
    });

    it('is in one place only', async () => {
      const before = [await store.counters(app), (await app.sql('SELECT FROM rate_limits')).length];
      await counters.increment(uniqueName(), 60_000, 5, 60_000);
      const rows = (await app.sql('SELECT FROM rate_limits')).length;
      expect(await store.counters(app)).toBe(before[0]! + 1);
      expect(rows - before[1]!).toBe(name === 'Redis' ? 0 : 1);
    });

    async function increments(hit: ReturnType<typeof of>, times: number): Promise<number[]> {
      const seen = [];
      for (let i = 0; i < times; i++) seen.push((await counters.incrementAll([hit]))[0]!.totalHits);
      return seen;
    }
  });
}
