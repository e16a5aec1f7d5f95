import { Logger } from '@nestjs/common';
import { Housekeeping } from '#common/housekeeping.js';
import type { EventChain } from '../chain/event-chain.service.js';
import type { AuditWriter } from '../writing/audit-writer.js';
import { AuditHousekeeping } from './audit-housekeeping.js';
import type { AuditRetention } from './audit-retention.js';

const HOUR_MS = 60 * 60 * 1000;

describe('AuditHousekeeping', () => {
  const head = { seq: 7, hash: Buffer.alloc(32, 0xab) };
  const line = { message: 'audit.checkpoint', seq: 7, hash: 'ab'.repeat(32) };
  const writer = { recordRepeats: vi.fn(), close: vi.fn() };
  const retention = { sweep: vi.fn() };
  const chain = { ends: vi.fn() };
  const lines: unknown[] = [];
  let audit: AuditHousekeeping;
  let housekeeping: Housekeeping;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    chain.ends.mockResolvedValue({ head, base: head });
    lines.length = 0;
    vi.spyOn(Logger.prototype, 'log').mockImplementation((each: unknown) => lines.push(each));
    vi.spyOn(Logger.prototype, 'warn').mockImplementation((each: unknown) => lines.push(each));
    housekeeping = new Housekeeping();
    audit = new AuditHousekeeping(
      writer as unknown as AuditWriter,
      chain as unknown as EventChain,
      retention as unknown as AuditRetention,
      housekeeping,
    );
    housekeeping.onApplicationBootstrap();
  });
  afterEach(() => vi.useRealTimers());

  it('sweeps each hour, and says in the log where the chain ends, if that is news', async () => {
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(retention.sweep).toHaveBeenCalledTimes(2);
    expect(lines).toEqual([line]);
    chain.ends.mockResolvedValue({ head: { ...head, seq: 8 }, base: head });
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(lines).toEqual([line, { ...line, seq: 8 }]);
  });

  it('writes what waits, then the checkpoint, at the end', async () => {
    writer.close.mockImplementation(async () => expect(lines).toEqual([]));
    await housekeeping.onModuleDestroy();
    await audit.onApplicationShutdown();
    expect(writer.close).toHaveBeenCalledOnce();
    expect(lines).toEqual([line]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on when the database is away', async () => {
    retention.sweep.mockRejectedValueOnce(new Error('away'));
    chain.ends.mockRejectedValueOnce(new Error('away'));
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    expect(lines).toEqual([expect.stringContaining('away'), expect.stringContaining('away'), line]);
  });

  it('asks each minute for repetitions', async () => {
    await vi.advanceTimersByTimeAsync(3 * 60 * 1000);
    expect(writer.recordRepeats).toHaveBeenCalledTimes(3);
  });
});
