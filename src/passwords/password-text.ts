export const MAX_LENGTH = 128;

/** UTF-16 units before normalisation: 128 characters, each with several combining marks, fit. */
const MAX_UNITS = 1024;

/**
 * The password as it is hashed and measured: NFC, and nothing else. No trimming, no folding, no truncation (ASVS 6.2.8,
 * NIST SP 800-63B-4 §3.1.1.2). The form is frozen: another one would lock out everybody whose password it changes.
 *
 * Undefined when it cannot be anybody's password: too long, or not text (a lone surrogate would be hashed as U+FFFD
 * and so equal every other one). That depends on the input alone, so an early answer tells nothing about an account.
 */
export function passwordText(password: string): string | undefined {
  if (password.length > MAX_UNITS || !isText(password)) return undefined;
  const text = password.normalize('NFC');
  return lengthOf(text) > MAX_LENGTH ? undefined : text;
}

export function isText(password: string): boolean {
  return !/\p{Surrogate}/u.test(password);
}

/** In code points: each counts as one (NIST SP 800-63B-4 §3.1.1.2). */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
