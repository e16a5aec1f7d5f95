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

/** `localStorage` only where the other is denied: it outlives the tab, and all tabs share it. */
export function pageOfBrowser(): Page {
  return {
    href: () => location.href,
    leave: (url) => location.assign(url),
    rename: (url) => history.replaceState(history.state, '', url),
    storages: [() => sessionStorage, () => localStorage],
  };
}
