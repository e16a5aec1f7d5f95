import type { User } from '@gatehouse/client';
import { useAuth } from '@gatehouse/client/react';
import { ago } from '../words.js';
import { Press } from './Press.js';

export function UserRow({ user, onChange }: { user: User; onChange: () => void }) {
  const { client, user: me } = useAuth();
  const { id, username, email, full_name, roles, is_active, is_verified, last_login_at } = user;
  return (
    <tr>
      <td>
        <strong>{full_name || username}</strong> {!is_active && <span className="badge bad">Deactivated</span>}
        <p>
          {full_name && `${username} · `}
          {email} {!is_verified && <span className="badge">Not confirmed</span>}
        </p>
      </td>
      <td data-label="Roles">
        {roles.map((role) => (
          <span key={role} className="badge">
            {role}
          </span>
        ))}
      </td>
      <td data-label="Last sign-in">{last_login_at ? ago(last_login_at) : 'never'}</td>
      <td>
        {id !== me?.id && (
          <Press
            className="quiet"
            action={() => client.call('PATCH /users/{id}', { path: { id }, body: { is_active: !is_active } })}
            then={onChange}
          >
            {is_active ? 'Deactivate' : 'Activate'}
            <span className="unseen"> {username}</span>
          </Press>
        )}
      </td>
    </tr>
  );
}
