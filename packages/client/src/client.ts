import { callerOf, HALF_OPEN, type Input, type Need, once, OPEN } from './api/caller.js';
import type { GatehouseClient } from './client.types.js';
import { platform } from './environment.js';
import { authorizedFetch } from './fetch/authorized-fetch.js';
import { type ClientOptions, settingsOf } from './options.js';
import { notesIn } from './session/notes.js';
import { createSession } from './session/session.js';
import { wireOf } from './wire/wire.js';

/** `createClient({ baseUrl: 'https://auth.example.org' })` */
export function createClient(options: ClientOptions): GatehouseClient {
  const env = { ...platform(), ...options.environment };
  const settings = settingsOf(options, env.isBrowser);
  const notes = notesIn(settings.isCookie ? env.storage : settings.storage, settings.key);
  const wire = wireOf(settings, env, notes);
  const session = createSession(settings, env, wire, notes);
  const { store, ready, learn, leave } = session;
  const caller = callerOf(settings, env, wire, session);
  const call = caller.call as (...call: Parameters<typeof caller.call>) => Promise<never>;

  /** A method that posts a body. */
  const send = (path: string, need?: Need) => (body: unknown, rest?: Input) =>
    call(`POST /auth/${path}`, { ...rest, body }, need);
  /** Likewise, for what creates or sends something: a lost answer is asked for again. */
  const sendOnce = (path: string, need?: Need) => (body: unknown, rest?: Input) => send(path, need)(body, once(rest));
  /** What ends this session, too. */
  const last = async (route: string, input: Input) => {
    const answer = await call(route, input);
    await leave('logout');
    return answer;
  };

  return {
    get state() {
      return store.get();
    },
    get user() {
      return store.get().user;
    },
    getState: store.get,
    subscribe(listener) {
      void ready();
      return store.subscribe(listener);
    },
    onAuthChange: store.watch,
    ready,

    fetch: authorizedFetch(settings, env, session),
    getAccessToken: async () => (await session.token())?.value,
    call: (route, ...[input]) => call(route, input),
    page: (route, ...[input]) => caller.page(route, input) as Promise<never>,

    register: sendOnce('register', OPEN),
    confirmRegistration: send('register/confirm', HALF_OPEN),
    login: session.login,
    logout: session.logout,

    me: async (rest) => learn(await call('GET /auth/me', rest)),
    changeMe: async (body, rest) => learn(await call('PATCH /users/me', { ...rest, body })),
    deleteAccount: (body, rest) => last('DELETE /users/me', { ...rest, body }),
    activity: (query, rest) => caller.page('GET /users/me/activity', { ...rest, query }),

    sessions: {
      list: (rest) => call('GET /auth/sessions', rest),
      end: (id, rest) => call('DELETE /auth/sessions/{id}', { ...rest, path: { id } }),
      endOthers: (rest) => call('DELETE /auth/sessions', rest),
      endAll: (rest) => last('DELETE /auth/sessions', { ...rest, query: { include_current: true } }),
    },
    password: {
      change: send('password/change'),
      requestReset: sendOnce('password/reset/request', OPEN),
      confirmReset: send('password/reset/confirm', OPEN),
    },
    email: {
      requestVerification: (rest) => sendOnce('email/verification/request')(undefined, rest),
      confirmVerification: send('email/verification/confirm', HALF_OPEN),
      requestChange: sendOnce('email/change/request'),
      confirmChange: send('email/change/confirm', HALF_OPEN),
    },
    users: {
      list: (query, rest) => caller.page('GET /users', { ...rest, query }),
    },
    close: session.close,
  };
}
