import type { User } from '../api/routes.js';
import type { AuthChange, AuthReason, AuthState } from './auth-state.js';

const UNKNOWN: AuthState = { status: 'unknown', user: undefined, reason: undefined, error: undefined };

type Tab = AuthChange['tab'];

/** What is known of who is signed in, and who wants to hear of it. */
export interface Store {
  get(): AuthState;
  subscribe(listener: () => void): () => void;
  watch(watcher: (change: AuthChange) => void): () => void;
  become(status: AuthChange['status'], reason: AuthReason, tab: Tab, user?: User): void;
  /** What is known is too old. */
  forget(): void;
  /** More about the same: nobody signed in or out. */
  learn(news: Partial<Pick<AuthState, 'user' | 'error'>>): void;
}

export function createStore(): Store {
  let state = UNKNOWN;
  const listeners = new Set<() => void>();
  const watchers = new Set<(change: AuthChange) => void>();
  const set = (next: AuthState) => {
    state = next;
    for (const listener of listeners) safely(listener);
  };
  return {
    get: () => state,
    subscribe: (listener) => added(listeners, listener),
    watch: (watcher) => added(watchers, watcher),
    become(status, reason, tab, user) {
      if (status === 'signed-out' && state.status === status) return;
      const next = { status, user, reason, error: undefined };
      set(next);
      for (const watcher of watchers) safely(() => watcher({ ...next, tab }));
    },
    forget: () => set(UNKNOWN),
    learn(news) {
      const next = { ...state, ...news };
      if (next.user !== state.user || next.error !== state.error) set(next);
    },
  };
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}

/** An error of a listener is the listener's: it must not make a sign-in fail. */
function safely(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
