import type { Config } from '#config/index.js';

/** In the order in which the sections are to be read. A section that no operation uses is left out. */
export const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['auth', 'Register, sign in, stay signed in, sign out'],
  ['social', 'Sign in with Google, GitHub or any other provider, and link them'],
  ['passwords', 'Change a password, or set a new one with a mailed token'],
  ['email', 'Prove that an e-mail address is yours, or change it'],
  ['sessions', 'The devices you are signed in on'],
  ['profile', 'Your own account'],
  ['users', 'Everybody’s accounts, for those who look after them'],
  ['roles', 'Named sets of permissions'],
  ['audit', 'What has happened, and who did it'],
  ['oauth', 'Tokens for standard clients: get one, ask about one, give one up'],
  ['clients', 'Services that have credentials of their own'],
  ['well-known', 'What other services need in order to trust the tokens'],
  ['health', 'For load balancers and orchestrators'],
];

/** Markdown. What holds for every operation is said here once. */
export function description({ http }: Config): string {
  return `Accounts, sign-in, sessions and tokens that other services can trust.

## Sign in

\`POST ${http.apiPrefix}/auth/login\` with a user name (or e-mail address) and a password. The answer holds

- an **access token**, a JWT of some minutes' life, to be sent as \`Authorization: Bearer …\`;
- a **refresh token**, to be traded at \`POST ${http.apiPrefix}/auth/refresh\` for the next pair.

In Swagger UI press **Authorize** and fill in user name and password under *password*.

## Errors

Every refusal is a problem document (\`application/problem+json\`, [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)).
Switch on \`code\`: it is stable, the sentences are not. \`instance\` is the id of the request, under which the operator
finds it in the log. Input that is not valid is \`422\` with one entry in \`errors\` for each fault. Only the OAuth
endpoints answer in the form of [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).

## Rate limits

Routes that check a secret are limited. An answer \`429\` says in \`Retry-After\` how many seconds to wait; so does \`503\`,
when the service is overloaded.

## Idempotency

Send an \`Idempotency-Key\` with a \`POST\` that creates or sends something, and it is safe to repeat: the same key with the
same body gets the first answer again, with another body \`422\`.

## Conventions

JSON members are \`snake_case\`, times are RFC 3339 in UTC, durations are seconds, ids are UUIDs. Members that are not
described here are refused.`;
}
