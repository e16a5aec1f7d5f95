import type { SecurityEventType } from '#common/events/security-events.js';

/** What the owner of an account is shown of it, in their words. What is not listed here is the operator's business. */
export const ACTIVITY_TEXTS = {
  'user.registered': 'Account created',
  'user.created': 'Account created',
  'user.changed': 'Profile changed',
  'user.deactivated': 'Account deactivated',
  'user.activated': 'Account activated',
  'user.deleted': 'Account deleted',
  'user.restored': 'Account restored',
  'user.exported': 'Data exported',
  'user.roles_changed': 'Roles changed',
  'sign_in.succeeded': 'Signed in',
  'sign_in.failed': 'Sign-in failed',
  'reauthentication.failed': 'A wrong password was entered',
  'password.changed': 'Password changed',
  'password.reset_requested': 'Password reset requested',
  'password.reset': 'Password reset',
  'email.verification_requested': 'Verification of the e-mail address requested',
  'email.verified': 'E-mail address verified',
  'email.change_requested': 'Change of the e-mail address requested',
  'email.changed': 'E-mail address changed',
  'identity.linked': 'Sign-in with a provider added',
  'identity.unlinked': 'Sign-in with a provider removed',
  'invitation.sent': 'Invitation sent',
  'not_me.reported': 'Reported as not done by you',
  'account.unlocked': 'Sign-in on a new device allowed by letter',
  'session.ended': 'Signed out',
  'refresh_token.reused': 'Signed out because a stolen token may have been used',
} as const satisfies Partial<Record<SecurityEventType, string>>;

export type ActivityType = keyof typeof ACTIVITY_TEXTS;

export const ACTIVITY_TYPES = Object.keys(ACTIVITY_TEXTS) as ActivityType[];
