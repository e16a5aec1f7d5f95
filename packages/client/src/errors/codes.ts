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

/** A service that is newer than this client may say others. */
export type ErrorCode = ProblemCode | ClientCode;

/** What alone ends a session, because the service has said so: `invalid_…`, `missing_…` and `…_reused`. Everything else passes. */
export const SESSION_ENDED = /refresh_token/;
