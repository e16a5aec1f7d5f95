import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** Asks again. What is there stays until the answer comes. */
  readonly reload: () => void;
}

/** What the service answers to a question; asked again when one of the `keys` is another. */
export function useLoaded<T>(ask: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[] = []): Loaded<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function load(): Promise<void> {
      try {
        const answer = await ask(signal);
        if (signal.aborted) return;
        setData(answer);
        setError(undefined);
      } catch (reason) {
        if (!signal.aborted) setError(reason);
      }
    }
    void load();
    return () => controller.abort();
    // `ask` is a new function each time; what it depends on is in the keys.
  }, [turn, ...keys]);
  const failed = error !== undefined;
  useEffect(() => {
    if (!failed) return undefined;
    addEventListener('online', reload);
    return () => removeEventListener('online', reload);
  }, [failed, reload]);
  return { data, error, reload };
}
