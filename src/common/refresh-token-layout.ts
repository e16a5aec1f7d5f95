/** Lets secret scanners and people tell what they have found. */
export const REFRESH_TOKEN_PREFIX = 'ghr_';

/** The id of the session comes first, the counter and the MAC after it; all of it in base64url, behind the prefix. */
export const SESSION_BYTES = 16;

const BITS_OF_A_LETTER = 6;

/**
 * What all refresh tokens of a session begin with, for whoever counts before anything is verified. The last letter of
 * the id is left out: it holds bits of the counter as well.
 */
export function sessionPartOf(token: string): string {
  return token.slice(0, REFRESH_TOKEN_PREFIX.length + Math.floor((SESSION_BYTES * 8) / BITS_OF_A_LETTER));
}
