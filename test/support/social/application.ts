import { createHash, randomBytes } from 'node:crypto';
import type { Answer, HttpClient, Json } from '../http.js';
import type { Tokens } from '../app.js';
import { Browser, type Page } from './browser.js';
import type { OpenIdProviderOnLoopback } from './openid-provider.js';

export const GATEHOUSE = 'http://gatehouse.test';
export const RETURN_ADDRESS = 'https://app.example.test/signed-in';
export const callbackOf = (provider: string) => `${GATEHOUSE}/api/v1/auth/social/${provider}/callback`;

/** The environment for providers of these names, with what is set for each, and an application to come back to. */
export function socialEnv(providers: Record<string, Record<string, string>>): Record<string, string> {
  return { SOCIAL_REDIRECT_URIS: RETURN_ADDRESS, ...providersEnv(providers) };
}

/** What is set for the providers, and nothing else. */
export function providersEnv(providers: Record<string, Record<string, string>>): Record<string, string> {
  const all = Object.entries(providers).flatMap(([name, settings]) =>
    Object.entries(settings).map(([setting, value]) => [
      `SOCIAL_${name.toUpperCase().replaceAll('-', '_')}_${setting}`,
      value,
    ]),
  );
  return Object.fromEntries(all) as Record<string, string>;
}

/** Enough for the routes to be there; nobody is asked. */
export const A_PROVIDER = socialEnv({
  example: { ISSUER: 'https://id.example.test', CLIENT_ID: 'gatehouse', CLIENT_SECRET: 'never sent' },
});

/** One sign-in, as an application with PKCE of its own sees it (RFC 7636), in one browser. */
export class Application {
  readonly codeVerifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(16).toString('base64url');
  readonly browser: Browser;

  constructor(
    private readonly app: HttpClient,
    browser?: Browser,
    private readonly redirectUri = RETURN_ADDRESS,
  ) {
    this.browser = browser ?? new Browser({ [GATEHOUSE]: app.origin });
  }

  get wish() {
    return {
      redirect_uri: this.redirectUri,
      code_challenge: createHash('sha256').update(this.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: this.state,
    };
  }

  /** Sends the browser off; what comes back is the way to the provider. */
  start(provider: string, changes: Record<string, string> = {}): Promise<Page> {
    const query = new URLSearchParams({ ...this.wish, ...changes });
    return this.browser.open(`${GATEHOUSE}/api/v1/auth/social/${provider}?${query.toString()}`);
  }

  /** All the way to where the application gets the person back. */
  async arrive(provider: string, at: OpenIdProviderOnLoopback, id: string): Promise<URL> {
    const back = await at.signIn(this.browser, await this.start(provider), id, callbackOf(provider));
    return this.callback(back.url);
  }

  /** The browser follows where the provider sends it. */
  async callback(url: string): Promise<URL> {
    const page = await this.browser.follow(await this.browser.open(url), this.redirectUri);
    if (!page.url.startsWith(this.redirectUri)) throw new Error(`${page.status} at ${page.url}: ${page.text}`);
    return new URL(page.url);
  }

  proof(back: URL, changes: Record<string, unknown> = {}) {
    const code = back.searchParams.get('code') ?? '';
    return { code, code_verifier: this.codeVerifier, redirect_uri: this.redirectUri, ...changes };
  }

  exchange<T = Tokens>(back: URL, changes: Record<string, unknown> = {}): Promise<Answer<T>> {
    return this.app.post<T>('/auth/social/exchange', this.proof(back, changes));
  }

  /** Signed in. */
  async signIn(provider: string, at: OpenIdProviderOnLoopback, id: string): Promise<Tokens> {
    const back = await this.arrive(provider, at, id);
    const answer = await this.exchange(back);
    if (answer.status !== 200) throw new Error(`${back.href}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  /** Somebody who is signed in links what they are at the provider. */
  async link(provider: string, at: OpenIdProviderOnLoopback, id: string, token: string): Promise<Answer<Json>> {
    const begun = await this.app.post<{ url: string }>(`/auth/social/${provider}/link`, this.wish, token);
    if (begun.status !== 200) return begun;
    const back = await at.signIn(this.browser, await this.browser.open(begun.body.url), id, callbackOf(provider));
    return this.app.post('/auth/identities', this.proof(await this.callback(back.url)), token);
  }
}
