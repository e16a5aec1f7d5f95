import type { User } from '../api/routes.js';
import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import type { Settings } from '../options.js';
import { type News, type Tabs, tabsOf } from '../tabs/channel.js';
import { type Lock, lockOf } from '../tabs/lock.js';
import { patiently } from '../wire/patience.js';
import { notGatehouse } from '../wire/reply.js';
import type { Wire } from '../wire/wire.js';
import { AccessToken } from './access-token.js';
import type { AuthReason, AuthState } from './auth-state.js';
import { isIn, type Notes } from './notes.js';
import { Renewal } from './renewal.js';
import { Store } from './store.js';
import { byBody, byCookie, type Transport } from './transport.js';

type Credentials = { readonly username: string; readonly password: string };

const WAKING = ['online', 'focus', 'pageshow', 'visibilitychange'];
/** A logout that cannot be told is made up for at the next start: nobody waits long for it. */
const LOGOUT_MS = 5_000;

/** Who is signed in, in this tab and, as far as they can be heard, in all others. */
export class Session {
  readonly store = new Store();
  readonly renewal: Renewal;
  private readonly lock: Lock;
  private readonly tabs: Tabs;
  private readonly transport: Transport;
  private beginning: Promise<void> | undefined;
  /** The session that `store` speaks of, where its tokens say. */
  private id: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly env: Environment,
    private readonly wire: Wire,
    private readonly notes: Notes,
  ) {
    this.lock = lockOf(settings.name, env);
    this.transport = settings.isCookie ? byCookie(wire) : byBody(wire, notes);
    this.tabs = tabsOf(settings.name, env, (news) => this.hear(news));
    this.renewal = new Renewal(settings, env, this.lock, this.transport, {
      ask: this.tabs.carriesTokens ? () => this.tabs.tell({ type: 'ask' }) : undefined,
      renewed: (token) => this.renewed(token),
      over: (error) => this.over(error),
      mustGoOn: () => {
        if (this.status === 'signed-out') throw new GatehouseError('invalid_refresh_token', 'Signed out meanwhile');
      },
    });
    for (const type of WAKING) env.events?.addEventListener(type, this.wake);
  }

  /** Settles when it is known who is signed in, or that it cannot be known now. */
  async ready(): Promise<AuthState> {
    if (this.status === 'unknown') {
      await (this.beginning ??= this.begin().finally(() => (this.beginning = undefined)));
    }
    return this.store.state;
  }

  /** Undefined when nobody is signed in; throws when that cannot be told. */
  async token(): Promise<AccessToken | undefined> {
    if (this.status === 'unknown') {
      const { status, error } = await this.ready();
      if (status === 'unknown' && error) throw error;
    }
    return this.status === 'signed-out' ? undefined : this.renewal.usable();
  }

  async login(body: Credentials, signal?: AbortSignal): Promise<User> {
    const asked = { method: 'POST', path: '/auth/login', body, signal };
    const token = await this.lock(async () => {
      const token = await this.renewal.accept(async () => (await this.wire.request(asked)).data);
      await this.notes.write('note', `new ${token.session}`);
      return token;
    });
    const user = await this.whoHas(token).catch((error: GatehouseError) => error);
    const known = user instanceof GatehouseError ? undefined : user;
    this.signedIn(token, known, 'login', 'this');
    this.tabs.tell({ type: 'in', token: token.inTransit(), user: known });
    if (user instanceof GatehouseError) throw user;
    return user;
  }

  /** Here at once; at the service as soon as it can be told. */
  async logout(): Promise<void> {
    const { token } = this.renewal;
    await this.leave('logout', 'ending');
    await this.end(token);
  }

  /** The session is over, or is to be. */
  async leave(reason: AuthReason, note: 'out' | 'ending' = 'out'): Promise<void> {
    const { id } = this;
    this.signedOut(reason, 'this');
    this.tabs.tell({ type: 'out', reason, session: id });
    await this.notes.write('note', note);
  }

  /** What the service says of the user now. */
  learn(user: User): User {
    this.store.learn({ user, error: undefined });
    this.tabs.tell({ type: 'user', user });
    return user;
  }

  close(): void {
    this.tabs.close();
    for (const type of WAKING) this.env.events?.removeEventListener(type, this.wake);
  }

  private get status(): AuthState['status'] {
    return this.store.state.status;
  }

  private async begin(): Promise<void> {
    const note = await this.notes.read('note');
    try {
      if (note === 'ending') await this.end(undefined);
      if (note && !isIn(note)) return this.store.signedOut('none', 'this');
      const token = await this.renewal.next(undefined);
      // Another tab may have said it already.
      if (this.status === 'unknown') await this.restore(token, 'restored', 'this');
    } catch (error) {
      if (this.status === 'unknown') this.store.learn({ error: error as GatehouseError });
    }
  }

  private async restore(token: AccessToken, reason: AuthReason, tab: 'this' | 'other'): Promise<void> {
    const user = await this.whoHas(token).catch((error: GatehouseError) => error);
    if (!(user instanceof GatehouseError)) return this.signedIn(token, user, reason, tab);
    this.signedIn(token, undefined, reason, tab);
    this.store.learn({ error: user });
  }

  private async whoHas(token: AccessToken): Promise<User> {
    const { env, settings } = this;
    const asked = { method: 'GET', path: '/auth/me', token: token.value };
    const isWorthIt = (error: GatehouseError) => error.isTemporary;
    const { data } = await patiently(() => this.wire.request(asked), { env, patience: settings.patience, isWorthIt });
    if (typeof (data as User | undefined)?.username !== 'string') throw notGatehouse({ status: 200 });
    return data as User;
  }

  private signedIn(token: AccessToken, user: User | undefined, reason: AuthReason, tab: 'this' | 'other'): void {
    this.id = token.session;
    this.store.signedIn(user, reason, tab);
  }

  private signedOut(reason: AuthReason, tab: 'this' | 'other'): void {
    this.renewal.token = this.id = undefined;
    this.store.signedOut(reason, tab);
  }

  private async end(token: AccessToken | undefined): Promise<void> {
    const { env, settings } = this;
    await this.lock(async () => {
      // Somebody signed in meanwhile: that is another session.
      if (isIn(await this.notes.read('note'))) return;
      const patience = { env, patience: Math.min(settings.patience, LOGOUT_MS) };
      await patiently(() => this.transport.end(token), { ...patience, isWorthIt: (error) => error.isTemporary }).catch(
        (error: GatehouseError) => {
          // Over already.
          if (error.status !== 401) throw error;
        },
      );
      await this.notes.write('note', 'out');
    });
  }

  private async renewed(token: AccessToken): Promise<void> {
    this.tabs.tell({ type: 'token', token: token.inTransit(), user: this.store.state.user });
    await this.notes.write('note', `in ${token.session}`);
    // The cookie was somebody else's: a sign-in of which this tab has not heard.
    if (this.status === 'signed-in' && token.session !== this.id) void this.restore(token, 'login', 'other');
  }

  private async over(error: GatehouseError): Promise<GatehouseError> {
    const note = (await this.notes.read('note')) ?? '';
    const isBlocked = this.settings.isCookie && note.startsWith('new') && error.code === 'invalid_refresh_token';
    const wasIn = this.status === 'signed-in' || isIn(note);
    const ended = error.code === 'refresh_token_reused' ? 'reused' : wasIn ? 'ended' : 'none';
    await this.leave(isBlocked ? 'cookies_blocked' : ended);
    if (!isBlocked) return error;
    return new GatehouseError('cookies_blocked', 'The browser does not keep the cookie', { cause: error });
  }

  private hear(news: News): void {
    const { renewal, store } = this;
    if (news.type === 'ask') {
      if (!renewal.token?.isUsable || this.status === 'signed-out') return;
      this.tabs.tell({ type: 'token', token: renewal.token.inTransit(), user: store.state.user });
    } else if (news.type === 'token') {
      const token = AccessToken.received(news.token, this.env);
      if (this.status === 'signed-out' || (this.id && token.session !== this.id)) return;
      renewal.adopt(token);
      if (this.status === 'unknown' && news.user) this.signedIn(token, news.user, 'restored', 'this');
    } else if (news.type === 'in') {
      renewal.token = this.id = undefined;
      store.signedIn(news.user, 'login', 'other');
      if (!news.token) return this.wake();
      const token = AccessToken.received(news.token, this.env);
      renewal.adopt(token);
      this.id = token.session;
    } else if (news.type === 'user') {
      if (store.state.user?.id === news.user.id) store.learn({ user: news.user });
    } else if (news.type === 'out') {
      if (!news.session || !this.id || news.session === this.id) this.signedOut(news.reason, 'other');
    }
  }

  /** A tab that slept, or was kept aside, may have missed something. */
  private readonly wake = (): void => {
    void this.catchUp().catch((error: GatehouseError) => this.store.learn({ error }));
  };

  private async catchUp(): Promise<void> {
    const note = await this.notes.read('note');
    const { status, user, error } = this.store.state;
    if (status === 'signed-in') {
      if (note && !isIn(note)) return this.signedOut('logout', 'other');
      if (this.id && note && !note.endsWith(` ${this.id}`)) this.renewal.token = undefined;
      if (!user || !this.renewal.token) {
        const token = await this.renewal.usable();
        if (!this.store.state.user) this.store.learn({ user: await this.whoHas(token) });
        this.id = token.session;
      }
    } else if (status === 'signed-out' ? isIn(note) : error) {
      this.store.forget();
      await this.ready();
    }
  }
}
