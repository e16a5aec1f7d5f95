import type { SharedStorage } from '../environment.js';

/** What of the page is used. Replaced in tests, and in shells that have no address of their own. */
export interface Page {
  readonly href: () => string;
  /** To another site; the page ends. */
  readonly leave: (url: string) => void;
  /** Another address for the page that is shown: no step in the history, and nothing is loaded. */
  readonly rename: (url: string) => void;
  /** The first that can be written to is used. Even to look at one may throw. */
  readonly storages: readonly (() => SharedStorage | undefined)[];
}

interface Globals {
  readonly location: { readonly href: string; assign(url: string): void };
  readonly history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void };
  readonly sessionStorage: SharedStorage;
  readonly localStorage: SharedStorage;
}

/** `localStorage` only where the other is denied: it outlives the tab, and all tabs share it. */
export function pageOfBrowser(): Page {
  const globals = globalThis as unknown as Globals;
  return {
    href: () => globals.location.href,
    leave: (url) => globals.location.assign(url),
    rename: (url) => globals.history.replaceState(globals.history.state, '', url),
    storages: [() => globals.sessionStorage, () => globals.localStorage],
  };
}
