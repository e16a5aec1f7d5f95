import type { Environment } from '../environment.js';
import type { GatehouseError } from '../errors/index.js';
import type { Challenge, Settings } from '../options.js';
import type { Notes } from '../session/notes.js';
import type { Reply } from './reply.js';
import { send } from './send.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
  /** An access token. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number;
}

/** One request to the service, and once more where a challenge was to be solved. */
export type Wire = (asked: Asked) => Promise<Reply>;

const DEVICE = 'x-device-token';

export function wireOf({ isCookie, api, timeout: usual, onChallenge }: Settings, env: Environment, notes: Notes): Wire {
  let device: string | null = null;
  const once = async ({ method, path, query, body, headers, token, signal, timeout = usual }: Asked) => {
    const isForm = body instanceof URLSearchParams;
    const isRead = method === 'GET';
    device = isCookie || isRead ? device : (device ?? (await notes.read('device')));
    const reply = await send(
      {
        method,
        url: api + path + queryOf(query),
        timeout,
        // The device cookie travels, too, so that a known device is known.
        credentials: isCookie ? 'include' : 'omit',
        signal,
        // A form names its type itself.
        body: isForm ? body : JSON.stringify(body),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
          ...(isCookie && !isRead && { 'x-token-transport': 'cookie' }),
          ...(device && !isRead && { [DEVICE]: device }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      env,
    );
    const given = reply.headers.get(DEVICE);
    if (given && !isCookie) await notes.write('device', (device = given));
    return reply;
  };
  return (asked) =>
    once(asked).catch(async (error: GatehouseError) => {
      if (!onChallenge || error.code !== 'challenge_required') throw error;
      const solution = await onChallenge(error.problem?.['challenge'] as Challenge);
      return once({ ...asked, headers: { ...asked.headers, 'x-challenge-response': solution } });
    });
}

function queryOf(query: object = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length ? `?${String(new URLSearchParams(given))}` : '';
}
