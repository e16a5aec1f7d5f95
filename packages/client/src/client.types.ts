import type {
  Activity,
  AnswerOf,
  Arguments,
  BodyIn,
  CallOptions,
  Message,
  Page,
  QueryIn,
  Route,
  Session,
  User,
} from './api/routes.js';
import type { AuthChange, AuthState } from './session/auth-state.js';

export interface GatehouseClient {
  /** What is known now. The same object until something changes. */
  readonly state: AuthState;
  /** `state.user` */
  readonly user: User | undefined;
  /** `useSyncExternalStore(client.subscribe, client.getState)`. Returns how to end it. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly getState: () => AuthState;
  /** Somebody signed in or out, in whichever tab. Returns how to end it. */
  onAuthChange(listener: (change: AuthChange) => void): () => void;
  /** Resolves when it is known whether somebody is signed in, or that it cannot be known now. Never rejects. */
  ready(): Promise<AuthState>;

  /** As the platform's, with the access token for the service and `origins`. Rejects with a GatehouseError only where no token could be had. */
  readonly fetch: typeof globalThis.fetch;
  /** For what `fetch` cannot do, such as a WebSocket. Ask anew for each use; undefined when nobody is signed in. */
  getAccessToken(options?: CallOptions): Promise<string | undefined>;
  /** Any route, typed: `client.call('PATCH /users/{id}', { path: { id }, body: { is_active: false } })`. */
  call<R extends Route>(route: R, ...input: Arguments<R>): Promise<AnswerOf<R>>;
  /** A route that answers with a list, with what its headers say about the whole. */
  page<R extends Route>(route: R, ...input: Arguments<R>): Promise<PageOf<AnswerOf<R>>>;

  /** The new user; or a message, where the service first sends a letter (202). */
  register(body: BodyIn<'POST /auth/register'>, options?: CallOptions): Promise<User | Message>;
  confirmRegistration(
    body: BodyIn<'POST /auth/register/confirm'>,
    options?: CallOptions,
  ): Promise<AnswerOf<'POST /auth/register/confirm'>>;
  /** By a password, or by the code of a sign-in with a provider (see `@gatehouse/client/social`). */
  login(body: BodyIn<'POST /auth/login'> | BodyIn<'POST /auth/social/exchange'>, options?: CallOptions): Promise<User>;
  /** Signed out here at once, in every tab. Rejects where the service could not be told; that is made up for at the next start. */
  logout(options?: CallOptions): Promise<void>;

  /** Asks anew; `user` and all tabs get it, too. */
  me(options?: CallOptions): Promise<User>;
  changeMe(body: BodyIn<'PATCH /users/me'>, options?: CallOptions): Promise<User>;
  deleteAccount(body: BodyIn<'DELETE /users/me'>, options?: CallOptions): Promise<AnswerOf<'DELETE /users/me'>>;
  /** Security events of the own account, newest first. */
  activity(query?: QueryIn<'GET /users/me/activity'>, options?: CallOptions): Promise<Page<Activity>>;

  readonly sessions: {
    list(options?: CallOptions): Promise<readonly Session[]>;
    end(id: string, options?: CallOptions): Promise<void>;
    /** All but this one. */
    endOthers(options?: CallOptions): Promise<void>;
    /** This one, too. */
    endAll(options?: CallOptions): Promise<void>;
  };

  readonly password: {
    /** Ends every other session. */
    change(body: BodyIn<'POST /auth/password/change'>, options?: CallOptions): Promise<Message>;
    requestReset(body: BodyIn<'POST /auth/password/reset/request'>, options?: CallOptions): Promise<Message>;
    /** Ends every session. */
    confirmReset(body: BodyIn<'POST /auth/password/reset/confirm'>, options?: CallOptions): Promise<Message>;
  };

  readonly email: {
    requestVerification(options?: CallOptions): Promise<Message>;
    confirmVerification(
      body: BodyIn<'POST /auth/email/verification/confirm'>,
      options?: CallOptions,
    ): Promise<AnswerOf<'POST /auth/email/verification/confirm'>>;
    requestChange(body: BodyIn<'POST /auth/email/change/request'>, options?: CallOptions): Promise<Message>;
    confirmChange(body: BodyIn<'POST /auth/email/change/confirm'>, options?: CallOptions): Promise<Message>;
  };

  /** For administrators. What is not here: `call`. */
  readonly users: {
    list(query?: QueryIn<'GET /users'>, options?: CallOptions): Promise<Page<User>>;
  };

  /** Ends listening to other tabs. For tests, and for whoever makes more than one client. */
  close(): void;
}

export type PageOf<List> = List extends readonly (infer Item)[] ? Page<Item> : never;
