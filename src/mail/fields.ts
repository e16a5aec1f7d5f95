import type { LetterData, TemplateName } from './letter.js';

/**
 * How a value of a letter is written: `link` is checked against PUBLIC_URL, `hours` and `moment` are spelt out in the
 * reader's language, `foreign` was said by a stranger or by their browser, `text` stands as it is.
 */
export type FieldKind = 'link' | 'hours' | 'moment' | 'foreign' | 'text';

/** Every letter there is, and what it holds. */
export const LETTER_FIELDS = {
  verify_email: { link: 'link', hours: 'hours' },
  reset_password: { link: 'link', hours: 'hours' },
  invitation: { link: 'link', hours: 'hours', username: 'text' },
  email_change: { link: 'link', hours: 'hours', new_email: 'text', username: 'foreign' },
  email_change_notice: { new_email: 'text', link: 'link' },
  email_changed: { link: 'link' },
  email_restored: {},
  password_changed: { link: 'link' },
  identity_linked: { provider: 'text', link: 'link' },
  identity_unlinked: { provider: 'text', link: 'link' },
  new_device: { device: 'foreign', ip: 'text', when: 'moment', link: 'link' },
  confirm_registration: { link: 'link', hours: 'hours' },
  account_exists: { link: 'link' },
  account_locked: { link: 'link' },
  account_deleted: { until: 'moment', link: 'link' },
  account_closed: { until: 'moment' },
  suspicious_session: { device: 'foreign', when: 'moment', link: 'link' },
} as const satisfies { [T in TemplateName]: Record<keyof LetterData[T], FieldKind> };

export const TEMPLATE_NAMES = Object.keys(LETTER_FIELDS) as TemplateName[];

export function fieldsOf(template: TemplateName): [name: string, kind: FieldKind][] {
  return Object.entries(LETTER_FIELDS[template]);
}
