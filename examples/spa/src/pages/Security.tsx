import { useAuth } from '@gatehouse/client/react';
import { Card } from '../components/Card.js';
import { ConnectedAccounts } from '../components/ConnectedAccounts.js';
import { DeleteAccount } from '../components/DeleteAccount.js';
import { Field } from '../components/Field.js';
import { Form } from '../components/Form.js';
import { Page } from '../components/Page.js';

export function Security() {
  const { client, user } = useAuth();
  return (
    <Page title="Security">
      <Card title="Password" intro="A new one signs out all your other devices.">
        <Form
          action="Change the password"
          done="Your password is changed. All other devices are signed out."
          onSubmit={({ current_password = '', new_password = '' }) =>
            client.password.change({ current_password, new_password })
          }
        >
          {/* For the password manager: whose password this is. */}
          <input type="text" autoComplete="username" value={user?.username ?? ''} readOnly hidden />
          <Field name="current_password" label="Current password" type="password" autoComplete="current-password" />
          <Field
            name="new_password"
            label="New password"
            type="password"
            hint="A long phrase of your own is best: at least 12 characters."
            autoComplete="new-password"
          />
        </Form>
      </Card>
      <Card title="E-mail address" intro={<>Letters about your account go to {user?.email}.</>}>
        <Form
          action="Change the address"
          done={({ new_email }) => `A letter is on its way to ${new_email}. The change is made when you open its link.`}
          onSubmit={({ new_email = '', current_password = '' }) =>
            client.email.requestChange({ new_email, current_password })
          }
        >
          <Field name="new_email" label="New e-mail address" type="email" autoComplete="email" />
          <Field name="current_password" label="Password" type="password" autoComplete="current-password" />
        </Form>
      </Card>
      <ConnectedAccounts />
      <Card
        title="Delete the account"
        intro="It is closed at once, and deleted for good some days later. Until then a letter lets you keep it."
      >
        <DeleteAccount />
      </Card>
    </Page>
  );
}
