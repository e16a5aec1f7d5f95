import type { Identity, Provider } from '@gatehouse/client/social';
import { useAuth } from '@gatehouse/client/react';
import { useEffect, useState } from 'react';
import { social } from '../client.js';
import { dateOf } from '../words.js';
import { Answer } from './Answer.js';
import { Card } from './Card.js';
import { Notice } from './Notice.js';
import { Press } from './Press.js';
import { Initial, labelOf } from './Provider.js';
import { useLoaded } from './use-loaded.js';
import { useStepUp } from './use-step-up.js';

interface Connections {
  readonly providers: readonly Provider[];
  readonly identities: readonly Identity[];
}

async function load(signal: AbortSignal): Promise<Connections> {
  const providers = await social.providers({ signal });
  return { providers, identities: providers.length > 0 ? await social.identities({ signal }) : [] };
}

/** Which providers open the account. Nothing of it where the service has none. */
export function ConnectedAccounts() {
  const connections = useLoaded(load);
  const { data, error } = connections;
  if (data ? data.providers.length === 0 : error === undefined) return null;
  return (
    <Card title="Connected accounts" intro="You can sign in with each of them.">
      <Answer of={connections}>{(all) => <Connected {...all} onChange={connections.reload} />}</Answer>
    </Card>
  );
}

function Connected({ providers, identities, onChange }: Connections & { readonly onChange: () => void }) {
  const [said, say] = useState(() => {
    const name = justConnected();
    return name && `${labelOf(providers, name)} is connected.`;
  });
  // Said once, not after each reload.
  useEffect(() => history.replaceState(null, ''), []);
  const isLinked = ({ name }: Provider) => identities.some(({ provider }) => provider === name);
  const { guarded, dialog } = useStepUp(providers.filter(isLinked));

  const disconnect = ({ id, provider }: Identity) =>
    guarded(async () => {
      await social.unlink(id);
      say(`${labelOf(providers, provider)} is disconnected. All other devices are signed out.`);
      onChange();
    });

  return (
    <>
      <div role="status">{said && <Notice kind="done">{said}</Notice>}</div>
      <ul className="rows" aria-label="Connected">
        {identities.map((identity) => (
          <Connection key={identity.id} identity={identity} providers={providers} onDisconnect={disconnect} />
        ))}
      </ul>
      <ul className="providers" aria-label="To connect">
        {providers
          .filter((provider) => !isLinked(provider))
          .map((provider) => (
            <li key={provider.name}>
              <Press className="quiet" action={() => guarded(() => social.link(provider, { returnTo: '/security' }))}>
                <Initial label={provider.label} />
                Connect {provider.label}
              </Press>
            </li>
          ))}
      </ul>
      {identities.length > 0 && <PasswordByLetter />}
      {dialog}
    </>
  );
}

interface ConnectionProps {
  readonly identity: Identity;
  readonly providers: readonly Provider[];
  readonly onDisconnect: (identity: Identity) => Promise<void>;
}

function Connection({ identity, providers, onDisconnect }: ConnectionProps) {
  const label = labelOf(providers, identity.provider);
  return (
    <li>
      <Initial label={label} className="sign" />
      <div className="what">
        <strong>{label}</strong>
        <p>
          {identity.email && `${identity.email} · `}since {dateOf(identity.created_at)}
        </p>
      </div>
      <Press className="quiet" action={() => onDisconnect(identity)}>
        Disconnect<span className="unseen"> {label}</span>
      </Press>
    </li>
  );
}

/** Whoever came by a provider has none. The service does not say who: it only sends the letter. */
function PasswordByLetter() {
  const { client, user } = useAuth();
  const [isSent, setSent] = useState(false);
  return (
    <p className="hint">
      Do you have no password yet?{' '}
      {isSent ? (
        <span role="status">A letter is on its way to {user?.email}.</span>
      ) : (
        <Press
          className="link"
          action={() => client.password.requestReset({ email: user?.email ?? '' })}
          then={() => setSent(true)}
        >
          Set one by letter
        </Press>
      )}
    </p>
  );
}

/** What the page that people come back to has left. */
const justConnected = (): string => (history.state as { connected?: string } | null)?.connected ?? '';
