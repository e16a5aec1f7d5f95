import type { Environment, SharedStorage } from '../environment.js';
import type { pause } from '../wire/patience.js';
import type { Lock } from './lock.js';

/** Longer than one refresh request may take. */
const LEASE_MS = 12_000;
const SETTLE_MS = 40;

/** One after the other in this tab and, where there is storage, in all. */
export function queued(name: string, env: Environment, longestWaitMs: number, wait: typeof pause): Lock {
  const lock: Lock = env.storage ? lease(name, env.storage, env, longestWaitMs, wait) : (work) => work(false);
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (work) => {
    const isWaiting = waiting > 0;
    waiting += 1;
    const turn = last.then(() => lock((contended) => work(contended || isWaiting)));
    last = turn.catch(() => {}).then(() => (waiting -= 1));
    return turn;
  };
}

/**
 * For browsers without Web Locks: a line in localStorage, which has no compare-and-set. So it is written, and whoever finds
 * it still there a moment later has it. Two can be wrong at once, rarely; the service's grace makes that harmless.
 */
function lease(
  name: string,
  storage: SharedStorage,
  env: Environment,
  longestWaitMs: number,
  wait: typeof pause,
): Lock {
  const key = `${name}:lease`;
  const holder = () => {
    const [id, until] = (storage.getItem(key) ?? '').split(' ');
    const left = Number(until) - env.now();
    // One that ends later than any can was written by another clock.
    return left > 0 && left <= LEASE_MS ? id : undefined;
  };
  return async (work) => {
    const id = Math.random().toString(36).slice(2);
    let contended = false;
    try {
      for (const end = env.elapsed() + longestWaitMs; env.elapsed() < end;) {
        if (holder() === undefined) {
          storage.setItem(key, `${id} ${env.now() + LEASE_MS}`);
          await wait(SETTLE_MS * (1 + Math.random()), env);
          if (holder() === id) break;
        }
        contended = true;
        await wait(SETTLE_MS * (1 + Math.random()), env);
      }
    } catch {
      // Storage that was taken away since.
    }
    try {
      return await work(contended);
    } finally {
      if (holder() === id) storage.removeItem(key);
    }
  };
}
