import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';

const FIRST_MS = 300;
const LONGEST_MS = 8_000;
const MOST_ATTEMPTS = 8;

/** Tries again what may go well later: a bounded number of times, in a bounded time from the first failure on. */
export async function patiently<T>(
  work: () => Promise<T>,
  env: Environment,
  patience: number,
  isWorthIt = (error: GatehouseError) => error.isTemporary,
): Promise<T> {
  let deadline: number | undefined;
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof GatehouseError) || !isWorthIt(error) || failures === MOST_ATTEMPTS) throw error;
      deadline ??= env.elapsed() + patience;
      const left = deadline - env.elapsed();
      const wait = error.code === 'offline' ? left : waitOf(error, failures);
      if (wait > left || left <= 0) throw error;
      await pause(wait, env);
    }
  }
}

/** Doubling, and spread, so that a service that comes back is not asked by all at once; never less than it asked for. */
export function waitOf({ retryAfter = 0 }: GatehouseError, failures: number, random = Math.random()): number {
  const ceiling = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return retryAfter * 1000 + (ceiling / 2) * (1 + random);
}

/** Ends early when the device is online again. */
export function pause(ms: number, env: Environment): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      forget();
      env.events?.removeEventListener('online', done);
      resolve();
    };
    const forget = env.later(ms, done);
    env.events?.addEventListener('online', done);
  });
}
