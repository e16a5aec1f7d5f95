/** Whom a letter goes to. The name is for the eye only and left out where it does not look like one. */
export interface Recipient {
  name?: string;
  address: string;
}

/**
 * What each letter says, by template. Every `link` begins with PUBLIC_URL. `hours` is how long it works. Points in time
 * are written out for the letter's locale, in UTC.
 */
export interface LetterData {
  verify_email: { link: string; hours: number };
  reset_password: { link: string; hours: number };
  /** To somebody for whom an administrator has made an account; `link` leads to the choice of a password. */
  invitation: { link: string; hours: number; username: string };
  /** To the new address, which proves itself by the link. `username`: of the account that is to have it. */
  email_change: { link: string; hours: number; new_email: string; username: string };
  /** To the old address, before. `link`: this was not me. */
  email_change_notice: { new_email: string; link: string };
  /** To the old address, after. `link`: this was not me. */
  email_changed: { link: string };
  /** To the address that the account has lost, because the owner of an earlier one said: this was not me. */
  email_restored: Record<string, never>;
  /** `link`: this was not me. */
  password_changed: { link: string };
  /** Somebody can sign in with `provider` from now on. `link`: this was not me. */
  identity_linked: { provider: string; link: string };
  /** And not any more. `link`: this was not me. */
  identity_unlinked: { provider: string; link: string };
  /** `link`: this was not me. */
  new_device: { device: string; ip: string; when: Date; link: string };
  /** To somebody who registers and of whom nothing is told: `link` makes the account. */
  confirm_registration: { link: string; hours: number };
  /** Instead of it, or of `email_change`, when the address has an account already. `link`: sign in or recover. */
  account_exists: { link: string };
  /** `link` unlocks. */
  account_locked: { link: string };
  /** To somebody who asked for it. `link`: this was not me, or I have thought better of it. */
  account_deleted: { until: Date; link: string };
  /** To somebody whose account an administrator has deleted, or who cannot restore it. */
  account_closed: { until: Date };
  /** A refresh token was used twice. `link`: this was not me. */
  suspicious_session: { device: string; when: Date; link: string };
}

export type TemplateName = keyof LetterData;

/**
 * A letter to one person. `locale` is a language tag or a whole Accept-Language value; the first language that there
 * are templates for is taken, else DEFAULT_LOCALE.
 */
export type Letter = {
  [T in TemplateName]: { template: T; to: Recipient; locale: string; data: LetterData[T] };
}[TemplateName];
