import { SecretKey } from '#database/index.js';
import type { Redis, RedisLink } from '#redis/index.js';
import { RedisCounters } from './redis-counters.js';

/** As Redis does: what cannot be read is no answer. */
const answering = (answer: unknown): Pick<Redis, 'run' | 'believeAfter'> => ({
  run: async (_script, _keys, _values, read) => {
    try {
      return read(answer, { evicts: false } as RedisLink);
    } catch {
      return undefined;
    }
  },
  believeAfter: () => {},
});
const of = (key: string) => ({ key, limit: 5, ttl: 60_000, blockDuration: 60_000 });

/** What two counters are said to be at. */
const countBoth = (answer: unknown) =>
  new RedisCounters(answering(answer) as Redis, new SecretKey('long enough for a test of counters')).incrementAll([
    of('first'),
    of('second'),
  ]);

describe('RedisCounters.incrementAll', () => {
  it('tells of each counter in seconds', async () => {
    expect(await countBoth([90_000, 1, 60_000, 0, 4, 30_000, 0])).toEqual({
      remembersMs: 90_000,
      counted: [
        { totalHits: 1, timeToExpire: 60, isBlocked: false, timeToBlockExpire: 0 },
        { totalHits: 4, timeToExpire: 30, isBlocked: false, timeToBlockExpire: 0 },
      ],
    });
  });

  it('ends with the one that is refused', async () => {
    const { counted } = (await countBoth([90_000, 6, 60_000, 1500]))!;
    expect(counted).toEqual([{ totalHits: 6, timeToExpire: 60, isBlocked: true, timeToBlockExpire: 1.5 }]);
  });

  it.each([
    ['nothing', undefined],
    ['another word', 'OK'],
    ['an empty list', []],
    ['no counter at all', [90_000]],
    ['half a counter', [90_000, 1, 60_000]],
    ['one of two, which is not refused', [90_000, 1, 60_000, 0]],
    ['text in the place of a number', [90_000, 1, 60_000, 0, '1', 60_000, 0]],
  ])('takes %s for no count', async (_, answer) => {
    expect(await countBoth(answer)).toBeUndefined();
  });
});
