import type { User } from '../api/routes.js';
import type { AuthChange, AuthReason, AuthState } from './auth-state.js';

type Where = AuthChange['tab'];

const UNKNOWN: AuthState = { status: 'unknown', user: undefined, reason: undefined, error: undefined };

/** What is known of who is signed in, and who wants to hear of it. */
export class Store {
  state: AuthState = UNKNOWN;
  private readonly listeners = new Set<() => void>();
  private readonly watchers = new Set<(change: AuthChange) => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  watch(watcher: (change: AuthChange) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  signedIn(user: User | undefined, reason: AuthReason, tab: Where): void {
    this.become({ status: 'signed-in', user, reason, error: undefined }, tab);
  }

  signedOut(reason: AuthReason, tab: Where): void {
    if (this.state.status === 'signed-out') return;
    this.become({ status: 'signed-out', user: undefined, reason, error: undefined }, tab);
  }

  /** What is known is too old. */
  forget(): void {
    this.state = UNKNOWN;
    this.tellListeners();
  }

  /** More about the same: nobody signed in or out. */
  learn(news: Partial<Pick<AuthState, 'user' | 'error'>>): void {
    const { user, error } = { ...this.state, ...news };
    if (user === this.state.user && error === this.state.error) return;
    this.state = { ...this.state, user, error };
    this.tellListeners();
  }

  private become(state: Omit<AuthChange, 'tab'>, tab: Where): void {
    this.state = state;
    this.tellListeners();
    for (const watcher of this.watchers) safely(() => watcher({ ...state, tab }));
  }

  private tellListeners(): void {
    for (const listener of this.listeners) safely(listener);
  }
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
