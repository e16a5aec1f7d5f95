import { z } from 'zod';
import { integer, text } from './fields.js';
import { setting } from './setting.js';

/** Names that go into headers of letters: one line, and no signs that mean something there. */
const headerText = z
  .string()
  .max(80, 'must have at most 80 characters')
  .regex(/^[^\p{C}<>"\\]+$/u, 'must be one line without < > " \\');

/** The settings of the mail room. */
export const MAIL_SETTINGS = {
  SMTP_HOST: setting({
    read: text,
    meaning:
      'The mail server that letters are handed to. Unset: the development mailbox at /dev/mail; in production letters wait in the queue until it is set.',
  }),
  SMTP_PORT: setting({
    read: integer(1, 65535),
    default: '587',
    meaning: 'Port of the mail server.',
  }),
  SMTP_USER: setting({ read: text, meaning: 'User name at the mail server. Unset: no sign-in there.' }),
  SMTP_PASSWORD: setting({ read: text, secret: true, meaning: 'Password at the mail server.' }),
  SMTP_TLS: setting({
    read: z.enum(['starttls', 'implicit', 'off'], 'must be starttls, implicit or off'),
    meaning:
      'How the way to the mail server is encrypted. starttls: demanded after the greeting; implicit: from the first byte; off: not at all. Unset: implicit on port 465, off on loopback, else starttls.',
  }),
  EMAILS_FROM_EMAIL: setting({
    read: z.email('must be an e-mail address'),
    meaning: 'Sender of the letters. Unset: no-reply@ and the host of PUBLIC_URL.',
  }),
  EMAILS_FROM_NAME: setting({ read: headerText, meaning: 'Name of the sender. Unset: BRAND_NAME.' }),
  BRAND_NAME: setting({ read: headerText, default: 'Gatehouse', meaning: 'What letters and pages call this service.' }),
  BRAND_COLOR: setting({
    read: z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #3451b2'),
    default: '#3451b2',
    meaning: 'Colour of the buttons in letters and on pages.',
  }),
  MAIL_TEMPLATES_DIR: setting({
    read: text,
    meaning:
      'Folder with templates that take the place of the built-in ones, file by file; a further locale is a further folder in it.',
  }),
  MAIL_MAX_ATTEMPTS: setting({
    read: integer(1, 50),
    default: '12',
    meaning: 'Attempts to send a letter before it is given up. 12 take about a day.',
  }),
  DEFAULT_LOCALE: setting({
    read: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR'),
    default: 'en',
    meaning: 'Language of letters to people whose own has no templates.',
  }),
} as const;
