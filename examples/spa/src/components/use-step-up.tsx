import { GatehouseError } from '@gatehouse/client';
import type { Provider } from '@gatehouse/client/social';
import { useAuth } from '@gatehouse/client/react';
import { type ReactNode, useRef, useState } from 'react';
import { social } from '../client.js';
import { Field } from './Field.js';
import { Form } from './Form.js';
import { Press } from './Press.js';
import { Initial } from './Provider.js';

type Action = () => Promise<unknown>;

interface StepUp {
  /** Does it; where the last sign-in is too long ago, after another one. */
  readonly guarded: (action: Action) => Promise<void>;
  readonly dialog: ReactNode;
}

/** What opens an account is changed only shortly after signing in: a device that was left alone is not enough. */
export function useStepUp(linked: readonly Provider[]): StepUp {
  const { client, user } = useAuth();
  const dialog = useRef<HTMLDialogElement>(null);
  const [pending, setPending] = useState<{ readonly action: Action }>();

  async function guarded(action: Action): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof GatehouseError) || error.code !== 'recent_sign_in_required') throw error;
      setPending({ action });
      dialog.current?.showModal();
    }
  }

  async function goOn({ password = '' }: Record<string, string>): Promise<void> {
    await client.login({ username: user?.username ?? '', password });
    await pending?.action();
    dialog.current?.close();
  }

  return {
    guarded,
    dialog: (
      <dialog ref={dialog} aria-labelledby="step-up-title">
        <h2 id="step-up-title">Is it you?</h2>
        <p className="intro">You signed in a while ago. Sign in once more to change how your account is opened.</p>
        <Form action="Go on" onSubmit={goOn}>
          <input type="text" autoComplete="username" value={user?.username ?? ''} readOnly hidden />
          <Field name="password" label="Your password" type="password" autoComplete="current-password" />
        </Form>
        {linked.length > 0 && (
          <>
            <p className="or">or</p>
            <ul className="providers">
              {linked.map((provider) => (
                <li key={provider.name}>
                  <Press className="quiet" action={() => social.signInWith(provider, { returnTo: '/security' })}>
                    <Initial label={provider.label} />
                    Sign in with {provider.label}
                  </Press>
                </li>
              ))}
            </ul>
          </>
        )}
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          Not now
        </button>
      </dialog>
    ),
  };
}
