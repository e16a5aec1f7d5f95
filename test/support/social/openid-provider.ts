import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider, type Configuration, type ClientMetadata } from 'oidc-provider';
import { type Browser, type Page } from './browser.js';

/** What the provider says of somebody. */
export type Profile = Readonly<Record<string, unknown>>;

export const CLIENT = { id: 'gatehouse', secret: 'only-between-the-two-of-us' };

/** A certified OpenID provider on this machine, with its own pages to sign in on. */
export class OpenIdProviderOnLoopback {
  private readonly people = new Map<string, Profile>();

  static async start(
    callbacks: readonly string[],
    { client, configuration }: { client?: Partial<ClientMetadata>; configuration?: Configuration } = {},
  ): Promise<OpenIdProviderOnLoopback> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new OpenIdProviderOnLoopback(server, issuer, callbacks, client, configuration);
  }

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    callbacks: readonly string[],
    client: Partial<ClientMetadata> = {},
    configuration: Configuration = {},
  ) {
    const provider = new Provider(issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [...callbacks], ...client }],
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'preferred_username', 'nickname', 'groups'],
      },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, ...this.people.get(id) }),
      }),
      cookies: { keys: ['only for tests'] },
      ttl: { Session: 600, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
      ...configuration,
    });
    const handle = provider.callback();
    server.on('request', (request, response) => void handle(request, response));
  }

  get env(): Record<string, string> {
    return { ISSUER: this.issuer, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret };
  }

  /** From now on it says this of the person. */
  knows(id: string, profile: Profile): string {
    this.people.set(id, profile);
    return id;
  }

  /** On its pages somebody signs in, and agrees. Ends where it sends them back. */
  async signIn(browser: Browser, atProvider: Page, id: string, back: string): Promise<Page> {
    const login = await browser.follow(atProvider, back);
    if (login.url.startsWith(back)) return login;
    const consent = await browser.follow(await this.press(browser, login, { login: id, password: 'any' }), back);
    if (consent.url.startsWith(back)) return consent;
    return browser.follow(await this.press(browser, consent), back);
  }

  /** On its pages somebody thinks better of it. */
  async refuse(browser: Browser, atProvider: Page, back: string): Promise<Page> {
    const login = await browser.follow(atProvider, back);
    const [, abort] = /href="([^"]*\/abort)"/.exec(login.text) ?? [];
    return browser.follow(await browser.open(new URL(abort!, login.url).href), back);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private press(browser: Browser, page: Page, values: Record<string, string> = {}): Promise<Page> {
    const [, action] = /<form[^>]*action="([^"]+)"/.exec(page.text) ?? [];
    if (action === undefined) throw new Error(`No form at ${page.url} (${page.status}): ${page.text.slice(0, 500)}`);
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const given = Object.fromEntries(hidden.map(([, name, value]) => [name!, value!]));
    return browser.submit(new URL(action, page.url).href, { ...given, ...values });
  }
}
