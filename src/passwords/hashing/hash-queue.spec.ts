import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { HashQueueFull } from '../passwords.errors.js';
import { HashQueue } from './hash-queue.js';

/** A job that ends when told, and tells when it began. */
function jobs() {
  const begun: string[] = [];
  const enders = new Map<string, { end(): void; fail(error: Error): void }>();
  const job = (name: string) => () =>
    new Promise<string>((resolve, reject) => {
      begun.push(name);
      enders.set(name, { end: () => resolve(name), fail: reject });
    });
  return {
    begun,
    job,
    end: (name: string) => enders.get(name)!.end(),
    fail: (name: string) => enders.get(name)!.fail(new Error(name)),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('HashQueue', () => {
  let registry: MetricsRegistry;
  let queue: HashQueue;

  const metric = async (name: string) => (await registry.getSingleMetric(name)!.get()).values;
  const rejected = async () => {
    const values = await metric('gatehouse_password_hash_rejected_total');
    return Object.fromEntries(values.map(({ labels, value }) => [labels['reason'], value]));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    registry = new MetricsRegistry();
    queue = new HashQueue(Config.from({ PASSWORD_HASH_CONCURRENCY: '2', PASSWORD_HASH_QUEUE: '3' }), registry);
  });

  afterEach(() => void vi.useRealTimers());

  it('runs so many at once, and the others in the order they came', async () => {
    const { begun, job, end } = jobs();
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(job(name)));
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual(['a', 'b']);

    end('b');
    await vi.advanceTimersByTimeAsync(0);
    expect(begun).toEqual(['a', 'b', 'c']);

    for (const name of ['a', 'c', 'd', 'e']) {
      end(name);
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('refuses at once when so many wait, and says when to come back', async () => {
    const { job, end } = jobs();
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => queue.run(job(name)));
    const refusal = await queue.run(job('f')).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(HashQueueFull);
    expect(refusal).toMatchObject({
      spec: { code: 'overloaded', status: 503 },
      occurrence: { headers: { 'retry-after': '1' } },
    });
    expect(await rejected()).toEqual({ full: 1, late: 0 });
    expect(await metric('gatehouse_password_hash_queue_length')).toMatchObject([{ value: 3 }]);
    expect(await metric('gatehouse_password_hash_active')).toMatchObject([{ value: 2 }]);

    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      end(name);
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(all);
    expect(await metric('gatehouse_password_hash_queue_length')).toMatchObject([{ value: 0 }]);
    expect(await metric('gatehouse_password_hash_active')).toMatchObject([{ value: 0 }]);
  });

  it('estimates the wait from the time that hashes take', async () => {
    for (let i = 0; i < 30; i += 1) {
      const run = queue.run(() => pause(4000));
      await vi.advanceTimersByTimeAsync(4000);
      await run;
    }
    const { job } = jobs();
    for (const name of ['a', 'b', 'c', 'd', 'e']) queue.run(job(name)).catch(() => undefined);
    // Five hashes of nearly four seconds, two at once.
    await expect(queue.run(job('f'))).rejects.toMatchObject({ occurrence: { headers: { 'retry-after': '10' } } });
  });

  it('lets nobody wait longer than ten seconds, and never runs what it has refused', async () => {
    const { begun, job, end } = jobs();
    const running = ['a', 'b'].map((name) => queue.run(job(name)));
    const late = queue.run(job('late')).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(6000);
    const next = queue.run(job('next'));
    await vi.advanceTimersByTimeAsync(4000);
    expect(await late).toBeInstanceOf(HashQueueFull);
    expect(await rejected()).toEqual({ full: 0, late: 1 });

    end('a');
    end('b');
    await vi.advanceTimersByTimeAsync(0);
    end('next');
    await Promise.all([...running, next]);
    expect(begun).toEqual(['a', 'b', 'next']);
  });

  it('frees the place of a job that fails', async () => {
    const { begun, job, end, fail } = jobs();
    const [a, ...others] = ['a', 'b', 'c'].map((name) => queue.run(job(name)));
    await vi.advanceTimersByTimeAsync(0);
    fail('a');
    await expect(a).rejects.toThrow('a');
    expect(begun).toEqual(['a', 'b', 'c']);
    end('b');
    end('c');
    expect(await Promise.all(others)).toEqual(['b', 'c']);

    // A job that throws before its first await, too.
    await expect(
      queue.run(() => {
        throw new Error('at once');
      }),
    ).rejects.toThrow('at once');
    expect(await metric('gatehouse_password_hash_active')).toMatchObject([{ value: 0 }]);
  });

  it('measures each hash', async () => {
    const run = queue.run(() => pause(30));
    await vi.advanceTimersByTimeAsync(30);
    await run;
    expect(await metric('gatehouse_password_hash_seconds')).toContainEqual(
      expect.objectContaining({ metricName: 'gatehouse_password_hash_seconds_count', value: 1 }),
    );
  });
});
