import type { User } from '@gatehouse/client';
import { useAuth } from '@gatehouse/client/react';
import { Card } from '../components/Card.js';
import { Field } from '../components/Field.js';
import { Form } from '../components/Form.js';
import { Page } from '../components/Page.js';
import { VerifyBanner } from '../components/VerifyBanner.js';
import { ago, dateOf } from '../words.js';

export function Profile() {
  const { user } = useAuth();
  return (
    <Page title={user ? `Hello, ${user.full_name || user.username}` : 'Hello'}>{user && <About user={user} />}</Page>
  );
}

function About({ user }: { user: User }) {
  const { client } = useAuth();
  return (
    <>
      {!user.is_verified && <VerifyBanner email={user.email} />}
      <Card title="About you">
        <dl className="facts">
          <div>
            <dt>E-mail address</dt>
            <dd>
              {user.email} {user.is_verified && <span className="badge good">Confirmed</span>}
            </dd>
          </div>
          <div>
            <dt>Member since</dt>
            <dd>{dateOf(user.created_at)}</dd>
          </div>
          <div>
            <dt>Last sign-in</dt>
            <dd>{user.last_login_at ? ago(user.last_login_at) : 'never'}</dd>
          </div>
          <div>
            <dt>Roles</dt>
            <dd>
              {user.roles.map((role) => (
                <span key={role} className="badge">
                  {role}
                </span>
              ))}
            </dd>
          </div>
        </dl>
      </Card>
      <Card title="Your names">
        <Form
          action="Save"
          done="Saved."
          onSubmit={({ full_name, username }) => client.changeMe({ username, full_name: full_name || null })}
        >
          <Field
            name="full_name"
            label="Name"
            defaultValue={user.full_name ?? ''}
            autoComplete="name"
            required={false}
          />
          <Field
            name="username"
            label="Username"
            hint="You sign in with it, or with your e-mail address."
            defaultValue={user.username}
            autoComplete="username"
            autoCapitalize="none"
          />
        </Form>
      </Card>
    </>
  );
}
