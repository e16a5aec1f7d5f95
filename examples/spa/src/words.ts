import { GatehouseError } from '@gatehouse/client';

/** What the service refuses, in words for people: its own are for developers. Switch on codes, they are stable. */
const SENTENCES: Record<string, string> = {
  invalid_credentials: 'This name and this password do not belong together.',
  account_disabled:
    'This account is closed. If you deleted it yourself, the letter about that has a link to keep it; if not, ask an administrator.',
  username_taken: 'This username is taken.',
  email_taken: 'There is an account with this address already. Sign in, or ask for a new password.',
  weak_password: 'This password is too easy to guess.',
  unmailable_address: 'No letter can be sent to this address.',
  too_many_requests: 'Too many attempts. Try again {when}.',
  challenge_required: 'Too many attempts. Try again {when}.',
  overloaded: 'The service is very busy. Try again {when}.',
  insufficient_permission: 'You may not do this.',
  last_administrator: 'This is the last administrator. Make somebody else one first.',
  own_account: 'This is your own account.',
  session_not_found: 'This device was signed out already.',
  access_denied: 'You have decided otherwise there, or were not let in. Nothing has changed here.',
  provider_unavailable: 'The provider does not answer. Try again in a moment, or sign in another way.',
  provider_error: 'The answer of the provider could not be believed. Try again, or sign in another way.',
  email_missing: 'The provider has told us no e-mail address, so no account could be made.',
  email_unproven: 'The provider has not confirmed your e-mail address. Confirm it there, then try again.',
  account_exists:
    'There is an account with your e-mail address already. Sign in to it, then connect the provider under Security.',
  sign_up_closed: 'No new accounts are made here this way. Ask whoever has sent you.',
  not_begun_here: 'This way in was not begun in this browser, or is over. Begin again here.',
  invalid_social_code: 'This took too long, or was done already. Begin again.',
  storage_blocked: 'Your browser keeps nothing for this page. Allow cookies and site data for it, then try again.',
  identity_taken: 'This is connected to another account here. Disconnect it there first.',
  identity_not_found: 'This was disconnected already.',
  last_way_in: 'Without this you could not sign in any more. Set a password first, or connect another provider.',
  recent_sign_in_required: 'You signed in a while ago. Sign in once more, so that we know that it is you.',
  offline: 'You are offline.',
  network: 'The service cannot be reached. Look at your connection, and try again.',
  timeout: 'The service does not answer. Try again in a moment.',
  not_gatehouse:
    'Something between you and the service answered in its place. Is this a network that one has to sign in to?',
  cookies_blocked: 'Your browser does not keep the cookie that keeps you signed in. Allow cookies for this site.',

  password_too_short: 'Use at least 12 characters: a few words are easy to remember.',
  password_common: 'Many people use this password, or one that is almost like it.',
  password_breached: 'This password is in a list that was stolen elsewhere.',
  password_contains_context: 'Leave your name and your address out of it.',
  password_repetitive: 'This repeats itself too much.',
  password_sequential: 'This follows the keyboard or the alphabet too closely.',
  is_email: 'This is not an e-mail address.',
  required: 'Fill this in.',
  is_not_empty: 'Fill this in.',
};

function when(seconds = 0): string {
  if (seconds < 1) return 'later';
  const format = new Intl.RelativeTimeFormat('en');
  return seconds < 100 ? format.format(Math.ceil(seconds), 'second') : format.format(Math.ceil(seconds / 60), 'minute');
}

/** What went wrong, in a sentence. */
export function sentence(error: unknown): string {
  if (!(error instanceof GatehouseError)) return 'Something went wrong. Try again.';
  return (SENTENCES[error.code] ?? error.detail ?? error.message).replace('{when}', when(error.retryAfter));
}

/** Which members of a body some codes are about, where the service does not point. */
const FIELDS: Record<string, string> = {
  username_taken: 'username',
  email_taken: 'email',
  unmailable_address: 'email',
};

/** What is wrong with each field of a form. */
export function faultsOf(error: unknown): Map<string, string> {
  const faults = new Map<string, string>();
  if (!(error instanceof GatehouseError)) return faults;
  for (const { pointer, code, detail } of error.errors) {
    const name = pointer.slice(1);
    const text = SENTENCES[code] ?? detail;
    const before = faults.get(name);
    faults.set(name, before ? `${before} ${text}` : text);
  }
  const field = FIELDS[error.code];
  if (field && faults.size === 0) faults.set(field, sentence(error));
  return faults;
}

const DATE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const dateOf = (iso: string): string => DATE.format(new Date(iso));
export const timeOf = (iso: string): string => TIME.format(new Date(iso));

const UNITS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** `3 hours ago`. */
export function ago(iso: string): string {
  const seconds = (Date.now() - Date.parse(iso)) / 1000;
  const [size, unit] = UNITS.find(([each]) => seconds >= each) ?? [];
  return size && unit ? new Intl.RelativeTimeFormat('en').format(-Math.floor(seconds / size), unit) : 'just now';
}
