import { AccountPurge } from '#users/deletion/account-purge.js';
import type { TestApp } from '../../support/app.js';

/** As if the grace period were over. */
export function makeDue(app: TestApp, id: string): Promise<unknown> {
  return app.sql(`UPDATE users SET deletes_at = now() - interval '1 second' WHERE id = $1`, [id]);
}

/** What each instance does every hour. */
export function purge(app: TestApp): Promise<void> {
  return app.nest.get(AccountPurge).run();
}

/** Deletes the own account as its owner does. */
export function deleteOwn(app: TestApp, token: string, current_password: string) {
  return app.call('DELETE', '/users/me', { token, json: { current_password } });
}
