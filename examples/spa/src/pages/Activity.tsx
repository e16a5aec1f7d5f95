import type { Activity as Event } from '@gatehouse/client';
import { useAuth } from '@gatehouse/client/react';
import { useState } from 'react';
import { Answer } from '../components/Answer.js';
import { Icon } from '../components/Icon.js';
import { Page } from '../components/Page.js';
import { useLoaded } from '../components/use-loaded.js';
import { timeOf } from '../words.js';

const AT_ONCE = 20;
const MOST = 100;

export function Activity() {
  const { client } = useAuth();
  const [limit, setLimit] = useState(AT_ONCE);
  const page = useLoaded((signal) => client.activity({ limit }, { signal }), [limit]);
  return (
    <Page title="Recent activity" intro="What happened to your account, newest first.">
      <Answer of={page}>
        {({ items, next }) => (
          <>
            <ol className="rows">
              {items.map((event) => (
                <Entry key={event.id} event={event} />
              ))}
            </ol>
            {next !== undefined && limit < MOST && (
              <button type="button" className="button" onClick={() => setLimit(Math.min(limit + AT_ONCE, MOST))}>
                Show more
              </button>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function Entry({ event }: { event: Event }) {
  const isGrave = event.outcome === 'failure' || event.type === 'refresh_token.reused';
  const where = [event.device, event.ip].filter(Boolean).join(' · ');
  return (
    <li className={isGrave ? 'grave' : undefined}>
      <span className="sign">
        <Icon name={isGrave ? 'alert' : 'check'} />
      </span>
      <div className="what">
        <strong>{event.summary}</strong> {event.by_administrator && <span className="badge">by an administrator</span>}
        <p>
          <time dateTime={event.at}>{timeOf(event.at)}</time>
          {where && ` · ${where}`}
        </p>
      </div>
    </li>
  );
}
