import type { AuthReason } from '@gatehouse/client';
import { useAuth } from '@gatehouse/client/react';
import { Doorway } from '../components/Doorway.js';
import { Field } from '../components/Field.js';
import { Form } from '../components/Form.js';
import { Notice } from '../components/Notice.js';
import { ProviderButtons } from '../components/ProviderButtons.js';
import { Link } from '../router.js';

/** Why somebody finds themselves here who was signed in a moment ago. */
const WHY: Partial<Record<AuthReason, { kind: 'info' | 'warning' | 'error'; text: string }>> = {
  logout: { kind: 'info', text: 'You are signed out.' },
  ended: {
    kind: 'info',
    text: 'Your session is over: it expired, or was ended on another device. Sign in to go on where you were.',
  },
  reused: {
    kind: 'warning',
    text: 'We signed you out to be safe: somebody else may have had a copy of your session. There is a letter about it in your mail.',
  },
  cookies_blocked: {
    kind: 'warning',
    text: 'You were signed out, since your browser does not keep the cookie that keeps you signed in. Allow cookies for this site.',
  },
};

export function SignIn() {
  const { client, reason } = useAuth();
  const why = reason && WHY[reason];
  return (
    <Doorway
      title="Sign in"
      ways={
        <>
          <Link href="/register">Create an account</Link>
          <Link href="/forgot-password">Forgot your password?</Link>
        </>
      }
    >
      <div role="status">{why && <Notice kind={why.kind}>{why.text}</Notice>}</div>
      <Form action="Sign in" onSubmit={({ username = '', password = '' }) => client.login({ username, password })}>
        <Field name="username" label="Username or e-mail address" autoComplete="username" autoCapitalize="none" />
        <Field name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
      <ProviderButtons returnTo={location.pathname} />
    </Doorway>
  );
}
