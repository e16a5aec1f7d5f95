import { HttpClient } from '#test/support/http.js';
import { PASSWORD, uniqueName } from '#test/support/names.js';

export interface Person {
  readonly username: string;
  readonly email: string;
  readonly password: string;
}

/** The API as a program asks it, for what a test does beside the browser. */
export const apiOf = (url: string): HttpClient => new HttpClient(url.replace('localhost', '127.0.0.1'), '/api/v1');

/** Somebody whom no other test knows. */
export function somebody(): Person {
  const username = uniqueName();
  return { username, email: `${username}@example.org`, password: PASSWORD };
}

/** Somebody who has an account, made without a browser. */
export async function register(url: string): Promise<Person> {
  const person = somebody();
  const { status, text } = await apiOf(url).post('/auth/register', person);
  if (status !== 201) throw new Error(`Registration answered ${status}: ${text}`);
  return person;
}
