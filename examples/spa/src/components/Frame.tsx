import { useAuth } from '@gatehouse/client/react';
import type { ReactNode } from 'react';
import { Link, usePath } from '../router.js';
import { Connection } from './Connection.js';
import { Icon, type IconName } from './Icon.js';

const PLACES: [path: string, name: string, icon: IconName][] = [
  ['/', 'Profile', 'person'],
  ['/security', 'Security', 'lock'],
  ['/devices', 'Devices', 'laptop'],
  ['/activity', 'Activity', 'pulse'],
];

/** What is around every page of somebody who is signed in. */
export function Frame({ children }: { children: ReactNode }) {
  const { client, user } = useAuth();
  const path = usePath();
  const places = user?.roles.includes('admin') ? [...PLACES, ['/users', 'Users', 'people'] as const] : PLACES;
  // Whoever leaves is signed out here even where the service cannot be told at once: the client makes up for that.
  const leave = () => void client.logout().catch(() => {});
  return (
    <div className="frame">
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header>
        <Link className="brand" href="/">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          Your account
        </Link>
        <span className="who">{user?.username}</span>
        <button type="button" className="quiet" onClick={leave}>
          <Icon name="exit" />
          Sign out
        </button>
      </header>
      <nav aria-label="Pages">
        {places.map(([to, name, icon]) => (
          <Link key={to} href={to} aria-current={to === path ? 'page' : undefined}>
            <Icon name={icon} />
            {name}
          </Link>
        ))}
      </nav>
      <main id="content" key={path}>
        <Connection />
        {children}
      </main>
    </div>
  );
}
