import { Logger } from '@nestjs/common';
import { Housekeeping } from './housekeeping.js';

const EVERY_MS = 1_000;

describe('Housekeeping', () => {
  const work = vi.fn<(ending: AbortSignal) => Promise<void>>();
  let housekeeping: Housekeeping;
  let runNow: () => Promise<void>;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    housekeeping = new Housekeeping();
    runNow = housekeeping.every(EVERY_MS, 'Sweeping', work);
    housekeeping.onApplicationBootstrap();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** Work that goes on until it is told to end it. */
  const slow = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    work.mockReturnValueOnce(promise);
    return resolve;
  };

  it('does the work again and again', async () => {
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect(work).toHaveBeenCalledTimes(3);
  });

  it.each([
    [0, 900],
    [1, 1_100],
  ])('scatters the time by a tenth: at %d it is %d ms', async (random, ms) => {
    vi.spyOn(Math, 'random').mockReturnValue(random);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    work.mockClear();
    await vi.advanceTimersByTimeAsync(ms - 1);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledOnce();
  });

  it('says what failed, and tries it again', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    work.mockRejectedValueOnce(new Error('away'));
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(work).toHaveBeenCalledTimes(2);
    expect(warn.mock.calls).toEqual([['Sweeping failed and is tried again later: Error: away']]);
  });

  it('does not begin before the last one has ended, be it asked to in between', async () => {
    const finish = slow();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    const second = runNow();
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(work).toHaveBeenCalledOnce();
    finish();
    await second;
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('tells running work of the end, waits for it, and begins none any more', async () => {
    const finish = slow();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    const ended = vi.fn();
    const ending = housekeeping.onModuleDestroy().then(ended);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(work.mock.lastCall![0].aborted).toBe(true);
    expect(ended).not.toHaveBeenCalled();

    finish();
    await ending;
    await runNow();
    expect(vi.getTimerCount()).toBe(0);
    expect(work).toHaveBeenCalledOnce();
  });
});
