import { useAuth } from '@gatehouse/client/react';
import { useRef } from 'react';
import { go } from '../router.js';
import { Field } from './Field.js';
import { Form } from './Form.js';

/** Asks for the password, so that nobody does it by a slip, or on a device that was left alone. */
export function DeleteAccount() {
  const { client } = useAuth();
  const dialog = useRef<HTMLDialogElement>(null);

  async function close({ current_password = '' }: Record<string, string>): Promise<void> {
    const { deletes_at } = await client.deleteAccount({ current_password });
    go(`/goodbye?until=${encodeURIComponent(deletes_at)}`);
  }

  return (
    <>
      <button type="button" className="button danger" onClick={() => dialog.current?.showModal()}>
        Delete the account …
      </button>
      <dialog ref={dialog} aria-labelledby="delete-title">
        <h2 id="delete-title">Delete your account?</h2>
        <p className="intro">You are signed out everywhere, and nobody can sign in with it any more.</p>
        <Form action="Delete the account" danger onSubmit={close}>
          <Field name="current_password" label="Your password" type="password" autoComplete="current-password" />
        </Form>
        <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
          Keep it
        </button>
      </dialog>
    </>
  );
}
