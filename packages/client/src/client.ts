import { Caller, type Input, type Need, once } from './api/caller.js';
import type { CallOptions } from './api/routes.js';
import type { GatehouseClient } from './client.types.js';
import { platform } from './environment.js';
import { authorizedFetch } from './fetch/authorized-fetch.js';
import { type ClientOptions, settingsOf } from './options.js';
import { memory } from './session/memory.js';
import { Notes } from './session/notes.js';
import { Session } from './session/session.js';
import { Wire } from './wire/wire.js';

/** `createClient({ baseUrl: 'https://auth.example.org' })` */
export function createClient(options: ClientOptions): GatehouseClient {
  const env = { ...platform(), ...options.environment };
  const settings = settingsOf(options, env.isBrowser);
  const notes = new Notes(settings.isCookie ? env.storage : (settings.storage ?? memory()), settings.key);
  const wire = new Wire(settings, env, notes);
  const session = new Session(settings, env, wire, notes);
  const caller = new Caller(settings, env, wire, session);
  const { store } = session;

  const call = (route: string, input?: Input, need?: Need) => caller.call(route, input, need) as Promise<never>;
  /** A method that takes a body. */
  const send =
    (route: string, need?: Need) =>
    (body: unknown, rest: CallOptions = {}) =>
      call(route, { ...rest, body }, need);
  /** Likewise, for what creates or sends something: a lost answer is asked for again. */
  const sendOnce =
    (route: string, need?: Need) =>
    (body: unknown, rest: CallOptions = {}) =>
      call(route, { ...rest, body, headers: once(rest.headers) }, need);

  return {
    get state() {
      return store.state;
    },
    get user() {
      return store.state.user;
    },
    getState: () => store.state,
    subscribe: (listener) => {
      void session.ready();
      return store.subscribe(listener);
    },
    onAuthChange: (listener) => store.watch(listener),
    ready: () => session.ready(),

    fetch: authorizedFetch(settings, env, session),
    getAccessToken: async () => (await session.token())?.value,
    call: (route, ...[input]) => call(route, input),
    page: (route, ...[input]) => caller.page(route, input) as Promise<never>,

    register: sendOnce('POST /auth/register', 'nothing'),
    confirmRegistration: send('POST /auth/register/confirm', 'token if there'),
    login: (body, rest) => session.login(body, rest?.signal),
    logout: () => session.logout(),

    me: async (rest) => session.learn(await call('GET /auth/me', rest)),
    changeMe: async (body, rest) => session.learn(await call('PATCH /users/me', { ...rest, body })),
    async deleteAccount(body, rest) {
      const answer = await call('DELETE /users/me', { ...rest, body });
      await session.leave('logout');
      return answer;
    },
    activity: (query, rest) => caller.page('GET /users/me/activity', { ...rest, query }),

    sessions: {
      list: (rest) => call('GET /auth/sessions', rest),
      end: (id, rest) => call('DELETE /auth/sessions/{id}', { ...rest, path: { id } }),
      endOthers: (rest) => call('DELETE /auth/sessions', rest),
      async endAll(rest) {
        await call('DELETE /auth/sessions', { ...rest, query: { include_current: true } });
        await session.leave('logout');
      },
    },
    password: {
      change: send('POST /auth/password/change'),
      requestReset: sendOnce('POST /auth/password/reset/request', 'nothing'),
      confirmReset: send('POST /auth/password/reset/confirm', 'nothing'),
    },
    email: {
      requestVerification: (rest) =>
        call('POST /auth/email/verification/request', { ...rest, headers: once(rest?.headers) }),
      confirmVerification: send('POST /auth/email/verification/confirm', 'token if there'),
      requestChange: sendOnce('POST /auth/email/change/request'),
      confirmChange: send('POST /auth/email/change/confirm', 'token if there'),
    },
    users: {
      list: (query, rest) => caller.page('GET /users', { ...rest, query }),
    },
    close: () => session.close(),
  };
}
