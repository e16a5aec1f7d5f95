import type { components } from '../generated/openapi.js';

/** Codes of the service, as its OpenAPI document lists them. */
export type ProblemCode = components['schemas']['Problem']['code'];

/** Codes of the client itself, for what never was an answer of the service. */
export type ClientCode =
  /** No connection, or it broke. */
  | 'network'
  /** No answer in time. */
  | 'timeout'
  /** The device says that it is offline. */
  | 'offline'
  /** An answer, but not one of Gatehouse: a captive portal, a proxy's page, a wrong address. */
  | 'not_gatehouse'
  /** The browser does not keep, or does not send, the refresh cookie: a third-party frame, or cookies are off. */
  | 'cookies_blocked'
  /** The caller's own signal. */
  | 'aborted';

/** Why a sign-in with a provider came to nothing, see `@gatehouse/client/social`. */
export type SocialCode =
  | 'access_denied'
  | 'provider_unavailable'
  | 'provider_error'
  | 'email_missing'
  | 'email_unproven'
  | 'account_exists'
  | 'account_disabled'
  | 'sign_up_closed'
  /** Came back with what was not begun in this browser: a link of somebody else, or an old one. */
  | 'not_begun_here'
  /** The browser keeps nothing for this page, so nobody could come back. */
  | 'storage_blocked';

/** A service that is newer than this client may say others. */
export type ErrorCode = ProblemCode | ClientCode | SocialCode;

/** What alone ends a session, because the service has said so: `invalid_…`, `missing_…` and `…_reused`. Everything else passes. */
export const SESSION_ENDED = /refresh_token/;
