export type {
  Activity,
  AnswerOf,
  Arguments,
  BodyIn,
  CallOptions,
  InputOf,
  Message,
  Page,
  QueryIn,
  Route,
  Session,
  User,
} from './api/routes.js';
export { createClient } from './client.js';
export type { GatehouseClient, PageOf } from './client.types.js';
export type { Channel, Environment, Events, Locks, SharedStorage } from './environment.js';
export {
  type ClientCode,
  type ErrorCode,
  GatehouseError,
  type InputFault,
  type ProblemCode,
  type SocialCode,
} from './errors/index.js';
export type { Challenge, ClientOptions, TokenStorage } from './options.js';
export type { AuthChange, AuthReason, AuthState } from './session/auth-state.js';
