import { Logger } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { MetricsRegistry } from '#common/metrics.js';
import type { EventChain } from '../chain/event-chain.service.js';
import type { PreparedEvent } from '../chain/prepared-event.js';
import { AuditMetrics } from './audit.metrics.js';
import { AuditWriter } from './audit-writer.js';

Logger.overrideLogger(false);

/** A table that can be away, and that cannot hold events of one type. */
class FakeChain {
  readonly written: PreparedEvent[] = [];
  readonly batches: number[] = [];
  away = false;

  async append(events: readonly PreparedEvent[]): Promise<void> {
    await Promise.resolve();
    if (this.away) throw Object.assign(new Error('no connection'), { code: 'ECONNREFUSED', syscall: 'connect' });
    if (events.some(({ type }) => type === 'role.deleted')) throw Object.assign(new Error('bad'), { code: '22P02' });
    this.written.push(...events);
    this.batches.push(events.length);
  }
}

describe('AuditWriter', () => {
  let chain: FakeChain;
  let events: SecurityEvents;
  let writer: AuditWriter;
  let metrics: MetricsRegistry;

  beforeEach(() => {
    vi.useFakeTimers();
    [chain, events, metrics] = [new FakeChain(), new SecurityEvents(), new MetricsRegistry()];
    writer = new AuditWriter(chain as unknown as EventChain, new AuditMetrics(metrics, events), events);
  });
  afterEach(() => vi.useRealTimers());

  const publish = (count: number, type: 'user.changed' | 'role.deleted' | 'rate_limit.exceeded' = 'user.changed') => {
    for (let i = 0; i < count; i++) events.publish({ type, outcome: 'success', detail: { shown: i } });
  };
  const metric = async (name: string) => {
    const { values } = await metrics.getSingleMetric(name)!.get();
    return values[0]?.value;
  };
  const places = () => chain.written.map(({ detail }) => (detail as { shown: number }).shown);

  it('gathers what comes within some milliseconds', async () => {
    publish(3);
    await vi.advanceTimersByTimeAsync(5);
    publish(2);
    expect(chain.batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(10);
    expect(chain.batches).toEqual([5]);
    expect(places()).toEqual([0, 1, 2, 0, 1]);
  });

  it('writes many in batches, in order, also those that come meanwhile', async () => {
    publish(1200);
    const done = writer.flush();
    publish(1);
    await done;
    expect(chain.batches).toEqual([500, 500, 201]);
    expect(places()).toEqual([...Array(1200).keys(), 0]);
    await writer.flush();
    expect(chain.written).toHaveLength(1201);
  });

  it('keeps everything, in order, while the database is away', async () => {
    chain.away = true;
    publish(10);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await metric('gatehouse_audit_events_waiting')).toBe(10);
    chain.away = false;
    publish(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(places()).toEqual([...Array(10).keys(), 0]);
    expect(await metric('gatehouse_audit_events_waiting')).toBe(0);
  });

  it('counts what no longer fits, and says in the log that it is not complete', async () => {
    chain.away = true;
    publish(20_007);
    expect(await metric('gatehouse_audit_events_lost_total')).toBe(7);
    chain.away = false;
    await writer.flush();
    expect(chain.written).toHaveLength(20_001);
    expect(chain.written.at(-1)).toMatchObject({ type: 'audit.lost', detail: { lost: 7 } });
  });

  it('drops only the event that the database cannot hold', async () => {
    publish(3);
    publish(1, 'role.deleted');
    publish(3);
    await vi.advanceTimersByTimeAsync(100);
    expect(chain.written.map(({ type }) => type)).toEqual([...Array<string>(6).fill('user.changed'), 'audit.lost']);
    expect(await metric('gatehouse_audit_events_lost_total')).toBe(1);
  });

  it('writes what is left at the end, with the repetitions', async () => {
    events.publish({ type: 'rate_limit.exceeded', outcome: 'failure' });
    events.publish({ type: 'rate_limit.exceeded', outcome: 'failure' });
    publish(1);
    await writer.close();
    expect(chain.written.map(({ type }) => type)).toEqual([
      'rate_limit.exceeded',
      'user.changed',
      'rate_limit.exceeded',
    ]);
    expect(chain.written.at(-1)).toMatchObject({ detail: { repeated: 1 } });
  });

  it('does not wait for a database that is away at the end', async () => {
    chain.away = true;
    publish(1);
    await writer.close();
    expect(chain.written).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
