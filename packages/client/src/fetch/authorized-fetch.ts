import type { Environment } from '../environment.js';
import type { Settings } from '../options.js';
import type { Session } from '../session/session.js';
import { mayBeTheToken } from './refused.js';

/** `fetch` that sends the access token, but only where it belongs, and once more with another where it was refused. */
export function authorizedFetch({ origins, api }: Settings, env: Environment, session: Session): typeof fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : undefined;
    // As the platform reads it: relative to a <base>, where there is one, and not to the page.
    const url = new URL((request ?? new Request(input)).url);
    const headers = new Headers(init?.headers ?? request?.headers);
    if (!origins.has(url.origin) || headers.has('authorization')) return env.fetch(input, init);

    const token = await session.token();
    if (!token) return env.fetch(input, init);
    const sendWith = (value: string, what: typeof input) => {
      headers.set('authorization', `Bearer ${value}`);
      return env.fetch(what, { ...init, headers });
    };
    // A stream is read once. A Request's body can be kept for a second time, what is in `init` need not be.
    const again = isStream(init?.body) ? undefined : request && init?.body === undefined ? request.clone() : input;
    const answer = await sendWith(token.value, input);
    if (answer.status !== 401 || !again || !(await mayBeTheToken(answer, url.href.startsWith(`${api}/`))))
      return answer;
    const other = await session.renewal.instead(token).catch(() => undefined);
    if (!other) return answer;
    void answer.body?.cancel();
    return sendWith(other.value, again);
  };
}

function isStream(body: unknown): boolean {
  return body instanceof Object && ('getReader' in body || Symbol.asyncIterator in body);
}
