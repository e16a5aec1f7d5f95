import { randomText } from '#common/crypto/secrets.js';
import type { Config } from '#config/index.js';

const SECRET_BYTES = 32;

/** 256 random bits, with a prefix by which secret scanners and people tell what they have found. */
export const newMailedToken = (): string => `ght_${randomText(SECRET_BYTES)}`;

/** Pages that mailed links lead to. */
export type LinkedPage =
  | '/verify-email'
  | '/reset-password'
  | '/accept-invitation'
  | '/confirm-email'
  | '/not-me'
  | '/unlock'
  | '/confirm-registration'
  | '/restore-account';

/**
 * A link for a letter. Its base is configured and never taken from a request (ASVS 4.1.3), and the token stands behind
 * `#`, which browsers keep to themselves: not in logs of servers, not in a Referer.
 */
export function mailedLink({ publicUrl }: Config, page: LinkedPage, token: string): string {
  return `${publicUrl}${page}#token=${token}`;
}
