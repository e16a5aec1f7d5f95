/** What a hosted page asks for and where it sends it. The words are in `pages.texts.ts`. */
export interface HostedPage {
  /** Path, and the name of its texts. */
  readonly path: PageName;
  /** Where the form goes, below the API prefix. */
  readonly action: string;
  readonly fields: readonly PageField[];
}

export type PageName =
  | 'forgot-password'
  | 'reset-password'
  | 'accept-invitation'
  | 'verify-email'
  | 'confirm-email'
  | 'not-me'
  | 'unlock'
  | 'confirm-registration'
  | 'restore-account';

export interface PageField {
  readonly name: 'email' | 'new_password' | 'password';
  readonly type: 'email' | 'password';
  readonly autocomplete: 'email' | 'new-password' | 'current-password';
  readonly optional?: boolean;
}

const NEW_PASSWORD = { name: 'new_password', type: 'password', autocomplete: 'new-password' } as const;

/**
 * Pages that mailed links lead to. Opening one does nothing, whoever opens it: only the button acts, so mail scanners
 * use nothing up.
 */
export const HOSTED_PAGES: readonly HostedPage[] = [
  {
    path: 'forgot-password',
    action: '/auth/password/reset/request',
    fields: [{ name: 'email', type: 'email', autocomplete: 'email' }],
  },
  { path: 'reset-password', action: '/auth/password/reset/confirm', fields: [NEW_PASSWORD] },
  { path: 'accept-invitation', action: '/auth/invitation/accept', fields: [NEW_PASSWORD] },
  {
    path: 'verify-email',
    action: '/auth/email/verification/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password', optional: true }],
  },
  {
    path: 'confirm-registration',
    action: '/auth/register/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password', optional: true }],
  },
  {
    path: 'confirm-email',
    action: '/auth/email/change/confirm',
    fields: [{ name: 'password', type: 'password', autocomplete: 'current-password' }],
  },
  { path: 'not-me', action: '/auth/not-me', fields: [] },
  { path: 'unlock', action: '/auth/unlock/confirm', fields: [] },
  { path: 'restore-account', action: '/auth/account/restore', fields: [] },
];
