import type { ReactNode } from 'react';
import { Page } from './Page.js';

interface Props {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
  /** Ways to other pages, below the card. */
  readonly ways?: ReactNode;
}

/** The frame of the pages before one is signed in. */
export function Doorway({ title, intro, children, ways }: Props) {
  return (
    <div className="doorway">
      <header>
        <img src="/favicon.svg" alt="" width="44" height="44" />
      </header>
      <main className="card">
        <Page title={title} intro={intro}>
          {children}
        </Page>
      </main>
      {ways && <nav aria-label="Other ways">{ways}</nav>}
    </div>
  );
}
