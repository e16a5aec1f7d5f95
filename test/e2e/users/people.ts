import type { Person, TestApp, Tokens } from '../../support/app.js';
import { letterTo } from '../../support/mailbox.js';
import { uniqueName } from '../../support/app.js';

export type SignedIn = Person & Tokens;

/** Somebody signed in with that role besides `user`. */
export async function holderOfRole(app: TestApp, role: string): Promise<SignedIn> {
  const person = await app.register();
  await app.sql('INSERT INTO user_roles (user_id, role_name) VALUES ($1, $2)', [person.id, role]);
  return { ...person, ...(await app.signIn(person)) };
}

/** A role that nobody else has. Returns its name. */
export async function makeRole(app: TestApp, permissions: string[]): Promise<string> {
  const name = uniqueName();
  await app.sql('INSERT INTO roles (name, description, permissions) VALUES ($1, $2, $3)', [name, '', permissions]);
  return name;
}

/** Somebody signed in with just these permissions. */
export async function holderOf(app: TestApp, ...permissions: string[]): Promise<SignedIn> {
  return holderOfRole(app, await makeRole(app, permissions));
}

/** Shows that the address is theirs, by the letter of the registration. */
export async function prove(app: TestApp, { email, access_token }: SignedIn): Promise<void> {
  const { token } = await letterTo(app, email, 'verify_email');
  const { status } = await app.post('/auth/email/verification/confirm', { token }, access_token);
  if (status !== 200) throw new Error(`The address was not proven: ${status}`);
}
