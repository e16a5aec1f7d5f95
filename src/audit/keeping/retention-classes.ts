import type { SecurityEventType } from '#common/events/security-events.js';

/**
 * Many, and after some weeks of no use but to follow people around: they lose person and address early. All other types
 * tell how an account, a role or the log came to be as it is, and stay whole to the end.
 */
export const SIGN_IN_CLASS: readonly SecurityEventType[] = [
  'sign_in.succeeded',
  'sign_in.failed',
  'reauthentication.failed',
  'session.ended',
  'access.denied',
  'rate_limit.exceeded',
];
