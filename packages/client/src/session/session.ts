import type { CallOptions, User } from '../api/routes.js';
import type { Environment } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import type { Settings } from '../options.js';
import { type News, tabsOf } from '../tabs/channel.js';
import { lockOf } from '../tabs/lock.js';
import { patiently, waitOf } from '../wire/patience.js';
import { notGatehouse } from '../wire/reply.js';
import type { Wire } from '../wire/wire.js';
import { type AccessToken, isUsable, received } from './access-token.js';
import type { AuthChange, AuthReason, AuthState } from './auth-state.js';
import { isIn, type Notes } from './notes.js';
import { type Renewal, renewalOf } from './renewal.js';
import { createStore, type Store } from './store.js';
import { signedOut, transportOf } from './transport.js';

const WAKING = ['online', 'focus', 'pageshow', 'visibilitychange'];
/** Without BroadcastChannel: another tab has written a note. No token is ever written where others could read it. */
const WRITTEN = ['storage', ...WAKING];
/** A logout that cannot be told is made up for at the next start: nobody waits long for it. */
const LOGOUT_MS = 5_000;

/** After so many failures the wait is as long as it gets: some seconds. */
const AGAIN = 9;

/** Who is signed in, in this tab and, as far as they can be heard, in all others. */
export interface Session {
  readonly store: Store;
  readonly renewal: Renewal;
  /** Settles when it is known who is signed in, or that it cannot be known now. */
  readonly ready: () => Promise<AuthState>;
  /** Undefined when nobody is signed in; throws when that cannot be told. */
  readonly token: () => Promise<AccessToken | undefined>;
  /** By a password, or by the code of a provider. */
  readonly login: (body: object, options?: CallOptions) => Promise<User>;
  /** Here at once; at the service as soon as it can be told. */
  readonly logout: () => Promise<void>;
  /** The session is over, or is to be. */
  readonly leave: (reason: AuthReason, note?: 'out' | 'ending') => Promise<void>;
  /** What the service says of the user now. */
  readonly learn: (user: User) => User;
  readonly close: () => void;
}

export function createSession(settings: Settings, env: Environment, wire: Wire, notes: Notes): Session {
  const { name, patience } = settings;
  const store = createStore();
  const lock = lockOf(name, env);
  const transport = transportOf(settings, wire, notes);
  const tabs = tabsOf(name, env, (news) => hear(news));
  const renewal = renewalOf(settings, env, lock, transport, {
    ask: tabs && (() => tabs.tell({ type: 'ask' })),
    async renewed(token) {
      tabs?.tell({ type: 'token', token, user: store.get().user });
      await notes.write('note', `in ${token.session}`);
      // The cookie was somebody else's: a sign-in of which this tab has not heard.
      if (isStatus('signed-in') && token.session !== id) void enter(token, 'login', 'other').catch(() => {});
    },
    async over(error) {
      const note = await notes.read('note');
      const { code } = error;
      const wasIn = isStatus('signed-in') || isIn(note);
      // `new`, or null: a browser that blocks cookies denies storage, too.
      const isBlocked = code.startsWith('missing') && wasIn && `${note}`.startsWith('n');
      const ended = code.endsWith('reused') ? 'reused' : wasIn ? 'ended' : 'none';
      await leave(isBlocked ? 'cookies_blocked' : ended);
      return isBlocked ? new GatehouseError('cookies_blocked', {}, error) : error;
    },
    tell(error) {
      const { code, status, retryAfter } = error;
      tabs?.tell({ type: 'failed', code, about: { status, retryAfter } });
      // Who waits for the page is told now, not when patience is over.
      if (isStatus('unknown')) store.learn({ error });
    },
    mustGoOn() {
      if (isStatus('signed-out')) throw signedOut();
    },
  });
  let beginning: Promise<void> | undefined;
  /** Forgets the next try. Undefined where none is to be made. */
  let calm: (() => void) | undefined = env.isBrowser ? () => {} : undefined;
  /** The session that the store speaks of, where its tokens say. */
  let id: string | undefined;

  const isStatus = (status: AuthState['status']) => store.get().status === status;

  const signOut = (reason: AuthReason, tab: AuthChange['tab']) => {
    renewal.hold(undefined);
    id = undefined;
    store.become('signed-out', reason, tab);
  };

  const leave: Session['leave'] = async (reason, note = 'out') => {
    tabs?.tell({ type: 'out', reason, session: id });
    signOut(reason, 'this');
    await notes.write('note', note);
  };

  const whoHas = async ({ value: token }: AccessToken) => {
    const { data } = await patiently(() => wire({ method: 'GET', path: '/auth/me', token }), env, patience);
    if (typeof (data as User | undefined)?.username !== 'string') throw notGatehouse();
    return data as User;
  };

  /** Signed in is also who has a token but could not be asked for by name: then it throws why. */
  const enter = async (token: AccessToken, reason: AuthReason, tab: AuthChange['tab']) => {
    let user: User | undefined;
    try {
      return (user = await whoHas(token));
    } finally {
      id = token.session;
      store.become('signed-in', reason, tab, user);
      if (reason === 'login' && tab === 'this') tabs?.tell({ type: 'in', token, user });
    }
  };

  const end = (token?: AccessToken) =>
    lock(async () => {
      // Somebody signed in meanwhile: that is another session.
      if (isIn(await notes.read('note'))) return;
      await patiently(() => transport.end(token), env, Math.min(patience, LOGOUT_MS)).catch((error: GatehouseError) => {
        if (error.status !== 401) throw error; // Else it is over already.
      });
      await notes.write('note', 'out');
    });

  /** It passes without anybody at the page. Only there: a process in Node ends when it has nothing else to do. */
  const failed = (error: GatehouseError) => {
    store.learn({ error });
    calm?.();
    if (calm && error.isTemporary) calm = env.later(Math.min(waitOf(error, AGAIN), 1e9), wake);
  };

  const begin = async () => {
    const note = await notes.read('note');
    try {
      if (note === 'ending') await end();
      if (note && !isIn(note)) return signOut('none', 'this');
      const token = await renewal.next(undefined);
      // Another tab may have said it already.
      if (isStatus('unknown')) await enter(token, 'restored', 'this');
    } catch (error) {
      if (!isStatus('signed-out')) failed(error as GatehouseError);
    }
  };

  const ready = async () => {
    if (isStatus('unknown')) await (beginning ??= begin().finally(() => (beginning = undefined)));
    return store.get();
  };

  const hear = (news: News) => {
    const { type } = news;
    const held = renewal.held();
    if (type === 'ask') {
      if (held && isUsable(held, env)) tabs?.tell({ type: 'token', token: held, user: store.get().user });
    } else if (type === 'token') {
      const token = received(news.token, env);
      if (isStatus('signed-out') || (id && token.session !== id)) return;
      renewal.adopt(token);
      if (!news.user) return;
      id = token.session;
      if (isStatus('unknown')) store.become('signed-in', 'restored', 'this', news.user);
      else if (news.isNew) store.learn({ user: news.user });
    } else if (type === 'in') {
      const token = received(news.token, env);
      renewal.hold(token);
      id = token.session;
      store.become('signed-in', 'login', 'other', news.user);
      if (!news.user) wake();
    } else if (type === 'failed') {
      renewal.failed(new GatehouseError(news.code, news.about));
    } else if (type === 'out') {
      if (!news.session || !id || news.session === id) signOut(news.reason, 'other');
    }
  };

  /** A tab that slept, or was kept aside, may have missed something. */
  const catchUp = async () => {
    const note = await notes.read('note');
    const { status, user, error } = store.get();
    if (status === 'signed-in') {
      if (note && !isIn(note)) return signOut('logout', 'other');
      if (id && note && !note.endsWith(` ${id}`)) renewal.hold(undefined);
      if (user && renewal.held()) return;
      const token = await renewal.usable();
      id = token.session;
      store.learn({ user: await whoHas(token), error: undefined });
    } else if (status === 'signed-out' ? isIn(note) : error) {
      store.forget();
      await ready();
    }
  };
  const wake = () => void catchUp().catch(failed);
  const waking = tabs ? WAKING : WRITTEN;
  for (const type of waking) env.events?.addEventListener(type, wake);

  return {
    store,
    renewal,
    ready,
    async token() {
      const { status, error } = await ready();
      if (status === 'unknown' && error) throw error;
      return status === 'signed-out' ? undefined : renewal.usable();
    },
    async login(body, options) {
      const token = await lock(async () => {
        const path = `/auth/${'code' in body ? 'social/exchange' : 'login'}`;
        const asked = { ...options, method: 'POST', path, body };
        const token = await renewal.accept(async () => (await wire(asked)).data);
        await notes.write('note', `new ${token.session}`);
        return token;
      });
      return enter(token, 'login', 'this');
    },
    async logout() {
      const token = renewal.held();
      await leave('logout', 'ending');
      await end(token);
    },
    leave,
    learn(user) {
      store.learn({ user, error: undefined });
      const token = renewal.held();
      if (token) tabs?.tell({ type: 'token', token, user, isNew: true });
      return user;
    },
    close() {
      calm?.();
      calm = undefined;
      tabs?.close();
      for (const type of waking) env.events?.removeEventListener(type, wake);
    },
  };
}
