import type { Environment } from '../environment.js';
import { pause } from '../wire/patience.js';

/** Runs work while nobody else in any tab does; `contended` says that it had to wait, so that things may have changed. */
export type Lock = <T>(work: (contended: boolean) => Promise<T>) => Promise<T>;

/** After this somebody who holds the lock is taken for frozen. The service forgives a second refresh (its grace). */
const LONGEST_WAIT_MS = 30_000;

export function lockOf(name: string, env: Environment): Lock {
  let fallback: Promise<Lock> | undefined;
  // Loaded where it is needed: by browsers that are older than 2022, and by Node before 24.
  const otherwise: Lock = async (work) => {
    fallback ??= import('./lease.js').then(({ queued }) => queued(name, env, LONGEST_WAIT_MS, pause));
    return (await fallback)(work);
  };
  return env.locks ? webLock(name, env.locks, env, otherwise) : otherwise;
}

function webLock(name: string, locks: NonNullable<Environment['locks']>, env: Environment, otherwise: Lock): Lock {
  return async (work) => {
    let isHeld = false;
    /** What went wrong inside is told apart from a lock that could not be had. */
    const inside = async (contended: boolean) => {
      isHeld = true;
      forget();
      return { value: await work(contended) };
    };
    const late = new AbortController();
    const { signal } = late;
    const forget = env.later(LONGEST_WAIT_MS, () => late.abort());
    try {
      const ifFree = { ifAvailable: true };
      const atOnce = await locks.request(name, ifFree, async (lock) => (lock ? inside(false) : undefined));
      return (atOnce ?? (await locks.request(name, { signal }, () => inside(true)))).value;
    } catch (error) {
      if (isHeld) throw error;
      // Not allowed here at all (an opaque origin); or frozen: then all who waited queue anew, elsewhere.
      return signal.aborted ? webLock(`${name}+`, locks, env, otherwise)(() => work(true)) : otherwise(work);
    }
  };
}
