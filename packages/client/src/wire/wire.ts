import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import type { Challenge, Settings } from '../options.js';
import type { Notes } from '../session/notes.js';
import type { Reply } from './reply.js';
import { send } from './send.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
  /** An access token. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number;
}

const DEVICE = 'x-device-token';

/** Speaks to the service: one request, one answer, and once more where a challenge was to be solved. */
export class Wire {
  constructor(
    private readonly settings: Settings,
    private readonly env: Environment,
    private readonly notes: Notes,
  ) {}

  async request(asked: Asked): Promise<Reply> {
    try {
      return await this.once(asked);
    } catch (error) {
      const { onChallenge } = this.settings;
      if (!(error instanceof GatehouseError) || error.code !== 'challenge_required' || !onChallenge) throw error;
      const solution = await onChallenge(error.problem?.['challenge'] as Challenge);
      return this.once({ ...asked, headers: { ...asked.headers, 'x-challenge-response': solution } });
    }
  }

  private async once({ method, path, query, body, headers, token, signal, timeout }: Asked): Promise<Reply> {
    const { settings, notes } = this;
    const { isCookie } = settings;
    const isForm = body instanceof URLSearchParams;
    const known = isCookie || method === 'GET' ? null : await notes.read('device');
    const reply = await send(
      {
        method,
        url: settings.api + path + queryOf(query),
        timeout: timeout ?? settings.timeout,
        // The device cookie travels, too, so that a known device is known.
        credentials: isCookie ? 'include' : 'omit',
        signal,
        body: body === undefined ? undefined : isForm ? String(body) : JSON.stringify(body),
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': isForm ? FORM : 'application/json' }),
          ...(isCookie && method !== 'GET' && { 'x-token-transport': 'cookie' }),
          ...(known && { [DEVICE]: known }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      this.env,
    );
    const device = reply.headers.get(DEVICE);
    if (device && !isCookie) await notes.write('device', device);
    return reply;
  }
}

const FORM = 'application/x-www-form-urlencoded';

function queryOf(query: Asked['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length ? `?${String(new URLSearchParams(given))}` : '';
}
