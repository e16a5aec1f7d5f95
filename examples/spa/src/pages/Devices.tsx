import type { Session } from '@gatehouse/client';
import { useAuth } from '@gatehouse/client/react';
import { Answer } from '../components/Answer.js';
import { Icon } from '../components/Icon.js';
import { Page } from '../components/Page.js';
import { Press } from '../components/Press.js';
import { useLoaded } from '../components/use-loaded.js';
import { deviceOf, isHandheld } from '../device.js';
import { ago, dateOf } from '../words.js';

export function Devices() {
  const { client } = useAuth();
  const sessions = useLoaded((signal) => client.sessions.list({ signal }));
  return (
    <Page
      title="Devices"
      intro="Where you are signed in. Do you not know one of them? Sign it out, and change your password."
    >
      <Answer of={sessions}>
        {(all) => (
          <>
            <ul className="rows">
              {all
                .toSorted((a, b) => Number(b.current) - Number(a.current))
                .map((session) => (
                  <Device key={session.id} session={session} onEnded={sessions.reload} />
                ))}
            </ul>
            {all.length > 1 && (
              <Press className="button danger" action={() => client.sessions.endOthers()} then={sessions.reload}>
                Sign out all others
              </Press>
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}

function Device({ session, onEnded }: { session: Session; onEnded: () => void }) {
  const { client } = useAuth();
  const { id, ip, user_agent, created_at, last_used_at, current } = session;
  const name = deviceOf(user_agent);
  return (
    <li>
      <span className="sign">
        <Icon name={isHandheld(user_agent) ? 'phone' : 'laptop'} />
      </span>
      <div className="what">
        <strong>{name}</strong> {current && <span className="badge good">This device</span>}
        <p>
          {current ? 'Active now' : `Last used ${ago(last_used_at)}`} · since {dateOf(created_at)}
          {ip && ` · ${ip}`}
        </p>
      </div>
      {!current && (
        <Press className="quiet" action={() => client.sessions.end(id)} then={onEnded}>
          Sign out<span className="unseen"> {name}</span>
        </Press>
      )}
    </li>
  );
}
