import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import type { Settings } from '../options.js';
import type { AccessToken } from '../session/access-token.js';
import type { Session } from '../session/session.js';
import { patiently } from '../wire/patience.js';
import { notGatehouse, type Reply } from '../wire/reply.js';
import type { Wire } from '../wire/wire.js';
import type { CallOptions, Page } from './routes.js';

export interface Input extends CallOptions {
  readonly path?: Readonly<Record<string, string>> | undefined;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
}

/** Whether a route needs an access token, can do with one, or has no use for it. */
export type Need = 'token' | 'token if there' | 'nothing';

/** Calls routes by their name, `'GET /users/{id}'`. */
export class Caller {
  constructor(
    private readonly settings: Settings,
    private readonly env: Environment,
    private readonly wire: Wire,
    private readonly session: Session,
  ) {}

  async call(route: string, input: Input = {}, need: Need = 'token'): Promise<unknown> {
    return (await this.reply(route, input, need)).data;
  }

  async page(route: string, input: Input = {}): Promise<Page<never>> {
    const { data, headers } = await this.reply(route, input, 'token');
    if (!Array.isArray(data)) throw notGatehouse({ status: 200 });
    const next = /<([^>]*)>;\s*rel="?next/.exec(headers.get('link') ?? '')?.[1];
    const total = headers.get('x-total-count');
    return {
      items: data as never[],
      total: total === null ? undefined : Number(total),
      next: next === undefined ? undefined : (new URL(next, this.settings.api).searchParams.get('cursor') ?? undefined),
    };
  }

  private async reply(route: string, { path = {}, headers, ...rest }: Input, need: Need): Promise<Reply> {
    const [method = '', template = ''] = route.split(' ');
    // Sent again after a lost answer, such a request is still one.
    const isRepeatable = method === 'GET' || headers?.[KEY] !== undefined;
    const asked = { ...rest, headers, method, path: filled(template, path) };
    const { env } = this;
    const { patience } = this.settings;
    const isWorthIt = (error: GatehouseError) =>
      error.status === 503
        ? isRepeatable || error.code !== 'not_gatehouse'
        : isRepeatable && error.isTemporary && error.status !== 429;
    return patiently(() => this.authorized(asked, need), { env, patience, signal: rest.signal, isWorthIt });
  }

  private async authorized(asked: Parameters<Wire['request']>[0], need: Need): Promise<Reply> {
    const token = need === 'nothing' ? undefined : await this.tokenFor(need);
    try {
      return await this.wire.request({ ...asked, token: token?.value });
    } catch (error) {
      if (!token || !(error instanceof GatehouseError) || error.code !== 'invalid_access_token') throw error;
      const other = await this.session.renewal.instead(token);
      if (!other) throw error;
      return this.wire.request({ ...asked, token: other.value });
    }
  }

  private async tokenFor(need: Need): Promise<AccessToken | undefined> {
    if (need === 'token') return this.session.token();
    const { token } = this.session.renewal;
    return token?.isUsable ? token : undefined;
  }
}

export const KEY = 'idempotency-key';

/** Headers that make a request that creates or sends something one, however often it is sent. */
export function once(headers?: Record<string, string>): Record<string, string> {
  const random = () => Math.random().toString(36).slice(2);
  return { [KEY]: globalThis.crypto?.randomUUID?.() ?? random() + random() + random(), ...headers };
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = values[name] ?? '';
    // Dots would climb to another route, whatever is done to them.
    if (/^\.*$/.test(text)) throw new TypeError(`path.${name} must be a name or an id`);
    return encodeURIComponent(text);
  });
}
