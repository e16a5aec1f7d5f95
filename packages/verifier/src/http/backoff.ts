import { unref } from './get.js';

const FIRST_MS = 500;

/** Doubling from half a second, and spread, so that a server that comes back is not asked by all at once. */
export function backoff(failures: number, longestMs: number, random: number = Math.random()): number {
  const ceiling = Math.min(FIRST_MS * 2 ** Math.min(failures, 16), longestMs);
  return ceiling / 2 + (ceiling / 2) * random;
}

/** Ends early, without an error, when told to. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    unref(timer);
    signal.addEventListener('abort', done, { once: true });
  });
}
