/** What a hosted page asks for and where it sends it. The words are in `pages.texts.ts`. */
export interface HostedPage {
  /** Path, and the name of its texts. */
  readonly path: PageName;
  /** Where the form goes, below the API prefix. */
  readonly action: string;
  readonly fields: readonly PageField[];
  /** Where somebody asks for another letter whose link is void. */
  readonly another?: 'forgot-password' | 'request-unlock';
  /** The way leads on by a letter: there is nothing yet to go on to. */
  readonly sendsLetter?: true;
}

export type PageName =
  | 'forgot-password'
  | 'reset-password'
  | 'accept-invitation'
  | 'verify-email'
  | 'confirm-email'
  | 'not-me'
  | 'request-unlock'
  | 'unlock'
  | 'confirm-registration'
  | 'restore-account';

export interface PageField {
  readonly name: 'email' | 'new_password' | 'password';
  readonly type: 'email' | 'password';
  readonly autocomplete: 'email' | 'new-password' | 'current-password';
  readonly optional?: boolean;
}

const EMAIL = { name: 'email', type: 'email', autocomplete: 'email' } as const;
const NEW_PASSWORD = { name: 'new_password', type: 'password', autocomplete: 'new-password' } as const;

/**
 * Pages that mailed links lead to, and those that ask for such a letter. Opening one does nothing, whoever opens it:
 * only the button acts, so mail scanners use nothing up.
 */
export const HOSTED_PAGES: readonly HostedPage[] = [
  { path: 'forgot-password', action: '/auth/password/reset/request', fields: [EMAIL], sendsLetter: true },
  {
    path: 'reset-password',
    action: '/auth/password/reset/confirm',
    fields: [NEW_PASSWORD],
    another: 'forgot-password',
  },
  {
    path: 'accept-invitation',
    action: '/auth/invitation/accept',
    fields: [NEW_PASSWORD],
    another: 'forgot-password',
  },
  {
    path: 'verify-email',
    action: '/auth/email/verification/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password', optional: true }],
  },
  {
    path: 'confirm-registration',
    action: '/auth/register/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password', optional: true }],
    another: 'forgot-password',
  },
  {
    path: 'confirm-email',
    action: '/auth/email/change/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password' }],
  },
  { path: 'not-me', action: '/auth/not-me', fields: [], another: 'forgot-password', sendsLetter: true },
  { path: 'request-unlock', action: '/auth/unlock/request', fields: [EMAIL], sendsLetter: true },
  { path: 'unlock', action: '/auth/unlock/confirm', fields: [], another: 'request-unlock' },
  { path: 'restore-account', action: '/auth/account/restore', fields: [] },
];

/** Pages that ask for a letter are opened by anybody, all others by the token of one. */
export const needsToken = ({ fields }: HostedPage): boolean => !fields.includes(EMAIL);
