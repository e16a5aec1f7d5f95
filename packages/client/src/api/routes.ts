import type { components, paths } from '../generated/openapi.js';

type Schemas = components['schemas'];
export type User = Schemas['UserDto'];
export type Session = Schemas['SessionDto'];
export type Activity = Schemas['ActivityDto'];
export type Message = Schemas['MessageDto'];
export type TokenAnswer = Pick<Schemas['TokenDto'], 'access_token' | 'expires_in'> & { refresh_token?: string };

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** `'GET /users/{id}'`: every route of the service, without the prefix. */
export type Route = {
  [P in keyof paths]: {
    [M in Method]: paths[P][M] extends { responses: object } ? `${Uppercase<M>} ${Bare<P>}` : never;
  }[Method];
}[keyof paths];

type Bare<P extends string> = P extends `/api/v1${infer Rest}` ? Rest : never;

type Operation<R extends Route> = R extends `${infer M} ${infer P}`
  ? `/api/v1${P}` extends infer Full extends keyof paths
    ? Lowercase<M> extends infer Name extends keyof paths[Full]
      ? paths[Full][Name]
      : never
    : never
  : never;

type Json = { 'application/json': unknown };

type PathOf<O> = O extends { parameters: { path: infer P extends object } }
  ? { readonly path: P }
  : { path?: undefined };
type QueryOf<O> = O extends { parameters: { query?: infer Q } }
  ? [Q] extends [undefined]
    ? { query?: undefined }
    : { readonly query?: Q }
  : { query?: undefined };
type BodyOf<O> = O extends { requestBody: { content: infer C extends Json } }
  ? { readonly body: C['application/json'] }
  : O extends { requestBody?: { content: infer C extends Json } }
    ? { readonly body?: C['application/json'] }
    : { body?: undefined };

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Record<string, string>;
}

/** What a route takes. */
export type InputOf<R extends Route> = PathOf<Operation<R>> &
  QueryOf<Operation<R>> &
  BodyOf<Operation<R>> &
  CallOptions;

/** The body alone, for methods that take nothing else. */
export type BodyIn<R extends Route> = NonNullable<InputOf<R>['body']>;
export type QueryIn<R extends Route> = NonNullable<InputOf<R>['query']>;

/** What a route answers when it goes well. */
export type AnswerOf<R extends Route> =
  Operation<R> extends { responses: infer All }
    ? {
        [S in keyof All & (200 | 201 | 202 | 204)]: All[S] extends { content: infer C extends Json }
          ? C['application/json']
          : undefined;
      }[keyof All & (200 | 201 | 202 | 204)]
    : never;

/** The second argument of `call` may be left out where nothing in it is needed. */
export type Arguments<R extends Route> = object extends InputOf<R> ? [input?: InputOf<R>] : [input: InputOf<R>];

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many there are on all pages; undefined where the service does not count them. */
  readonly total: number | undefined;
  /** `cursor` of the next page; undefined on the last. */
  readonly next: string | undefined;
}
