import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react';

const subscribe = (listener: () => void) => {
  addEventListener('popstate', listener);
  return () => removeEventListener('popstate', listener);
};

/** The path of the page that is shown. */
export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

export function go(path: string): void {
  history.pushState(null, '', path);
  show();
}

/** In the place of the page that is shown: `Back` does not lead to it. */
export function goInstead(path: string, state: unknown = null): void {
  history.replaceState(state, '', path);
  show();
}

function show(): void {
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
}

/** A link within the application. In a new tab it is a link like any other. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
