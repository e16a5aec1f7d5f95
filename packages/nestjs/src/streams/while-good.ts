/**
 * Passes events on for as long as somebody may see them: looks before each, and once a second in between. Ends as if all
 * had been said; whoever subscribes anew hears why not.
 */
export function whileGood<T>(
  events: AsyncIterable<T>,
  { everyMs, mayGoOn, maySee }: { everyMs: number; mayGoOn: () => boolean; maySee: () => boolean },
): AsyncIterableIterator<T, undefined> {
  const DONE = { done: true, value: undefined } as const;
  const source = events[Symbol.asyncIterator]();
  const waiting = new Set<() => void>();
  let isOver = false;

  const end = () => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    for (const release of waiting) release();
    // Not waited for: a generator that waits for its next event cannot be told before.
    void Promise.resolve(source.return?.()).catch(() => undefined);
  };
  const timer = setInterval(() => {
    if (!mayGoOn()) end();
  }, everyMs);
  (timer as { unref?: () => void }).unref?.();

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    // A promise of its own for each: a race against one that lives as long as the subscription would be kept by it.
    next: () =>
      new Promise((resolve, reject) => {
        if (isOver) return resolve(DONE);
        const release = () => resolve(DONE);
        waiting.add(release);
        const judge = (result: IteratorResult<T>) => {
          if (result.done === true || !maySee()) end();
          waiting.delete(release);
          resolve(isOver ? DONE : (result as IteratorYieldResult<T>));
        };
        source.next().then(judge).catch(reject);
      }),
    return: () => {
      end();
      return Promise.resolve(DONE);
    },
  };
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
