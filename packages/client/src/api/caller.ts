import type { Environment } from '../environment.js';
import type { GatehouseError } from '../errors/index.js';
import type { Settings } from '../options.js';
import type { Session } from '../session/session.js';
import { isUsable } from '../session/access-token.js';
import { patiently } from '../wire/patience.js';
import { notGatehouse, type Reply } from '../wire/reply.js';
import type { Wire } from '../wire/wire.js';
import type { CallOptions, Page } from './routes.js';

export interface Input extends CallOptions {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
}

/** A route that has no use for an access token, or can do with one. All others need it. */
export const OPEN = 1;
export const HALF_OPEN = 2;
export type Need = 0 | typeof OPEN | typeof HALF_OPEN;

/** Calls routes by their name, `'GET /users/{id}'`. */
export interface Caller {
  call(route: string, input?: Input, need?: Need): Promise<unknown>;
  page(route: string, input?: Input): Promise<Page<never>>;
}

const KEY = 'idempotency-key';

export function callerOf({ patience }: Settings, env: Environment, wire: Wire, session: Session): Caller {
  const { renewal } = session;

  const tokenFor = async (need: Need) => {
    if (!need) return session.token();
    const held = renewal.held();
    return need === HALF_OPEN && held && isUsable(held, env) ? held : undefined;
  };

  const reply = async (route: string, { path = {}, ...rest }: Input = {}, need: Need = 0): Promise<Reply> => {
    const [method = '', template = ''] = route.split(' ');
    const asked = { ...rest, method, path: filled(template, path) };
    const authorized = async () => {
      const token = await tokenFor(need);
      return wire({ ...asked, token: token?.value }).catch(async (error: GatehouseError) => {
        const other = token && error.code === 'invalid_access_token' ? await renewal.instead(token) : undefined;
        if (!other) throw error;
        return wire({ ...asked, token: other.value });
      });
    };
    // Sent again after a lost answer, such a request is still one. After a 503 of Gatehouse every one is: nothing was done.
    const isRepeatable = method === 'GET' || rest.headers?.[KEY];
    return patiently(authorized, env, patience, ({ status, code, isTemporary }) =>
      isRepeatable ? isTemporary && status !== 429 : status === 503 && code !== 'not_gatehouse',
    );
  };

  return {
    call: async (...call) => (await reply(...call)).data,
    async page(route, input) {
      const { data, headers } = await reply(route, input);
      if (!Array.isArray(data)) throw notGatehouse();
      const total = headers.get('x-total-count');
      const next = /[?&]cursor=([^&>]+)[^>]*>; *rel="?next/.exec(headers.get('link') ?? '')?.[1];
      return {
        items: data as never[],
        total: total ? Number(total) : undefined,
        next: next && decodeURIComponent(next),
      };
    },
  };
}

/** Makes a request that creates or sends something one, however often it is sent. */
export function once(input: Input = {}): Input {
  return { ...input, headers: { [KEY]: crypto.getRandomValues(new Uint32Array(4)).join('-'), ...input.headers } };
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = values[name] ?? '';
    // Dots would climb to another route, whatever is done to them.
    if (/^\.*$/.test(text)) throw new TypeError(`path.${name} must be a name or an id`);
    return encodeURIComponent(text);
  });
}
