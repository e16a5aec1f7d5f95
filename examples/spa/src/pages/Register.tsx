import { useAuth } from '@gatehouse/client/react';
import { useState } from 'react';
import { Doorway } from '../components/Doorway.js';
import { Field } from '../components/Field.js';
import { Form } from '../components/Form.js';
import { ProviderButtons } from '../components/ProviderButtons.js';
import { go, Link } from '../router.js';

export function Register() {
  const { client } = useAuth();
  const [sentTo, setSentTo] = useState<string>();

  async function register({ username = '', email = '', password = '' }: Record<string, string>): Promise<void> {
    const answer = await client.register({ username, email, password });
    // A service that hides who has an account answers everybody alike: the account is made by the letter.
    if (!('id' in answer)) return setSentTo(email);
    await client.login({ username, password });
    go('/');
  }

  const ways = <Link href="/">I have an account already</Link>;
  if (sentTo) {
    return (
      <Doorway title="Look into your mail" ways={ways}>
        <p>
          A letter is on its way to <strong>{sentTo}</strong>. Its link makes your account; then sign in here.
        </p>
      </Doorway>
    );
  }
  return (
    <Doorway title="Create an account" ways={ways}>
      <Form action="Create the account" onSubmit={register}>
        <Field
          name="username"
          label="Username"
          hint="Letters and digits, with . _ - between them."
          autoComplete="username"
          autoCapitalize="none"
        />
        <Field name="email" label="E-mail address" type="email" autoComplete="email" />
        <Field
          name="password"
          label="Password"
          type="password"
          hint="A long phrase of your own is best: at least 12 characters, of any kind."
          autoComplete="new-password"
        />
      </Form>
      <ProviderButtons returnTo="/" />
    </Doorway>
  );
}
