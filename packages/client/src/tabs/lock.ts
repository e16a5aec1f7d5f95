import type { Environment } from '../environment.js';
import { lease } from './lease.js';

/** Runs work while nobody else in any tab does; `contended` says that it had to wait, so that things may have changed. */
export type Lock = <T>(work: (contended: boolean) => Promise<T>) => Promise<T>;

/** After this somebody who holds the lock is taken for frozen. The service forgives a second refresh (its grace). */
const LONGEST_WAIT_MS = 15_000;

/** Inside this tab by a queue, across tabs by whatever the platform has. */
export function lockOf(name: string, env: Environment): Lock {
  let last: Promise<unknown> = Promise.resolve();
  let queued = 0;
  const across = acrossTabs(name, env);
  return (work) => {
    const wasContended = queued > 0;
    queued += 1;
    const turn = last.then(() => across((contended) => work(contended || wasContended)));
    last = turn.then(
      () => (queued -= 1),
      () => (queued -= 1),
    );
    return turn;
  };
}

function acrossTabs(name: string, env: Environment): Lock {
  const { locks, storage } = env;
  const otherwise: Lock = storage ? lease(name, storage, env, LONGEST_WAIT_MS) : (work) => work(false);
  return locks ? webLock(name, locks, env, otherwise) : otherwise;
}

function webLock(name: string, locks: NonNullable<Environment['locks']>, env: Environment, otherwise: Lock): Lock {
  return async (work) => {
    let isHeld = false;
    /** What went wrong inside is told apart from a lock that could not be had. */
    const inside = async (contended: boolean) => {
      isHeld = true;
      return { value: await work(contended) };
    };
    const late = new AbortController();
    const forget = env.later(LONGEST_WAIT_MS, () => late.abort());
    try {
      const ifFree = { ifAvailable: true };
      const atOnce = await locks.request(name, ifFree, async (lock) => (lock ? inside(false) : undefined));
      return (atOnce ?? (await locks.request(name, { signal: late.signal }, () => (forget(), inside(true))))).value;
    } catch (error) {
      if (isHeld) throw error;
      // Frozen, or not allowed here at all (an opaque origin).
      return late.signal.aborted ? work(true) : otherwise(work);
    } finally {
      forget();
    }
  };
}
