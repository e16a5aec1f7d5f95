import { useAuth } from '@gatehouse/client/react';
import { useState } from 'react';
import { Doorway } from '../components/Doorway.js';
import { Field } from '../components/Field.js';
import { Form } from '../components/Form.js';
import { Link } from '../router.js';

export function ForgotPassword() {
  const { client } = useAuth();
  const [sentTo, setSentTo] = useState<string>();
  const ways = <Link href="/">Back to signing in</Link>;
  if (sentTo) {
    return (
      <Doorway title="Look into your mail" ways={ways}>
        <p>
          If there is an account with <strong>{sentTo}</strong>, a letter is on its way. Its link leads to a new
          password, and works for an hour.
        </p>
      </Doorway>
    );
  }
  return (
    <Doorway title="Forgot your password?" intro="We send you a link to a new one." ways={ways}>
      <Form
        action="Send the link"
        onSubmit={async ({ email = '' }) => {
          await client.password.requestReset({ email });
          setSentTo(email);
        }}
      >
        <Field name="email" label="E-mail address" type="email" autoComplete="email" />
      </Form>
    </Doorway>
  );
}
