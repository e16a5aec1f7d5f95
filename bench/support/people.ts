import { inParallel } from './http.ts';

export interface Person {
  readonly username: string;
  readonly password: string;
  readonly accessToken: string;
  /** Changes with every refresh. */
  refreshToken: string;
  /** Of the device on which the first sign-in was. */
  readonly deviceToken: string;
}

const PASSWORD = 'seven quiet lanterns drift';

/** A few at a time: a queue of all their passwords would be too long for a machine that has others to serve. */
const AT_ONCE = 4;

/** As many signed-in people as there are connections, so that none waits for the rows of another. */
export async function signUp(origin: string, count: number): Promise<Person[]> {
  const people: Person[] = [];
  await inParallel(
    Array.from({ length: count }, (_, index) => index),
    AT_ONCE,
    async (index) => {
      const username = `bench${index}`;
      const credentials = { username, password: PASSWORD };
      await post(`${origin}/api/v1/auth/register`, { ...credentials, email: `${username}@example.org` });
      const answer = await post(`${origin}/api/v1/auth/login`, credentials);
      const { access_token, refresh_token } = (await answer.json()) as { access_token: string; refresh_token: string };
      const deviceToken = answer.headers.get('x-device-token')!;
      people[index] = { ...credentials, accessToken: access_token, refreshToken: refresh_token, deviceToken };
    },
  );
  return people;
}

async function post(url: string, body: object): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}
