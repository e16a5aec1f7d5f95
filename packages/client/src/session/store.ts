import type { User } from '../api/routes.js';
import type { AuthChange, AuthReason, AuthState } from './auth-state.js';

const UNKNOWN: AuthState = { status: 'unknown', user: undefined, reason: undefined, error: undefined };

type Tab = AuthChange['tab'];

/** What is known of who is signed in, and who wants to hear of it. */
export interface Store {
  readonly get: () => AuthState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly watch: (watcher: (change: AuthChange) => void) => () => void;
  readonly become: (status: AuthChange['status'], reason: AuthReason, tab: Tab, user?: User) => void;
  /** What is known is too old. */
  readonly forget: () => void;
  /** More about the same: nobody signed in or out. */
  readonly learn: (news: Partial<Pick<AuthState, 'user' | 'error'>>) => void;
}

export function createStore(): Store {
  let state = UNKNOWN;
  const listeners = new Set<() => void>();
  const watchers = new Set<(change: AuthChange) => void>();
  const set = (next: AuthState) => {
    state = next;
    // Each by itself: an error of a listener is the listener's, and must not make a sign-in fail.
    for (const listener of listeners) queueMicrotask(listener);
  };
  return {
    get: () => state,
    subscribe: (listener) => added(listeners, listener),
    watch: (watcher) => added(watchers, watcher),
    become(status, reason, tab, user) {
      if (status === 'signed-out' && state.status === status) return;
      const next = { status, user, reason, error: undefined };
      set(next);
      for (const watcher of watchers) queueMicrotask(() => watcher({ ...next, tab }));
    },
    forget: () => set({ ...UNKNOWN, error: state.error }),
    learn: (news) => set({ ...state, ...news }),
  };
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}
