import type { Person, TestApp } from './app.js';
import type { Answer, Call, Json } from './http.js';

export const REFRESH_COOKIE = 'gatehouse_refresh';
export const COOKIE_MODE = { 'x-token-transport': 'cookie' };

/** A `Set-Cookie` header field, taken apart. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** In alphabetical order, which does not matter to a browser. */
  readonly attributes: readonly string[];
}

export function setCookiesOf({ headers }: Answer<unknown>): SetCookie[] {
  return headers.getSetCookie().map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
    return { name, value, attributes: attributes.toSorted() };
  });
}

export const refreshCookieOf = (answer: Answer<unknown>): SetCookie | undefined =>
  setCookiesOf(answer).find(({ name }) => name.endsWith(REFRESH_COOKIE));

/** A page in a browser, in cookie mode: it keeps cookies and sends what a browser sends. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly app: TestApp,
    /** Beyond those that a page of the service's own origin sends, or in their place. */
    private readonly headers: Record<string, string> = {},
  ) {}

  async call<T = Json>(method: string, path: string, call: Call = {}): Promise<Answer<T>> {
    const answer = await this.app.call<T>(method, path, {
      ...call,
      headers: {
        origin: this.app.config.publicUrl,
        'sec-fetch-site': 'same-origin',
        ...COOKIE_MODE,
        ...(this.cookies.size > 0 && { cookie: this.cookieHeader }),
        ...this.headers,
        ...call.headers,
      },
    });
    for (const { name, value, attributes } of setCookiesOf(answer)) {
      if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async login({ username, password }: Pick<Person, 'username' | 'password'>): Promise<Answer<Json>> {
    return this.call('POST', '/auth/login', { json: { username, password } });
  }

  refresh(call: Call = {}): Promise<Answer<Json>> {
    return this.call('POST', '/auth/refresh', call);
  }

  logout(token?: string): Promise<Answer<Json>> {
    return this.call('POST', '/auth/logout', { token });
  }

  /** What the refresh cookie holds. */
  get refreshToken(): string | undefined {
    return this.cookies.get(REFRESH_COOKIE) ?? this.cookies.get(`__Host-${REFRESH_COOKIE}`);
  }

  private get cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
