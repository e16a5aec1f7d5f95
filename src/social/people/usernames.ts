import { randomBytes } from 'node:crypto';
import { USERNAME } from '#users/index.js';

const LONGEST = 32;
const SUFFIX_BYTES = 4;
/** When the profile has nothing that could be one. */
const FALLBACK = 'user';

/**
 * Usernames to try, the best first; the last ones have an end by chance and are nobody's. Never of the e-mail address:
 * names are public, and it need not be.
 */
export function usernamesFrom(names: readonly string[]): string[] {
  const usable = [...new Set(names.filter((name) => !name.includes('@')).map(asUsername))].filter((name) =>
    USERNAME.pattern.test(name),
  );
  const stem = usable[0] ?? FALLBACK;
  return [...usable, withEnd(stem), withEnd(stem)];
}

/** ASCII, without accents, beginning with a letter: what ADR 5 demands of a username. */
function asUsername(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .trim()
    .replaceAll(/\s+/g, '.')
    .replaceAll(/[^A-Za-z0-9._-]/g, '')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, LONGEST);
}

function withEnd(stem: string): string {
  const end = randomBytes(SUFFIX_BYTES).toString('hex');
  return `${stem.slice(0, LONGEST - end.length - 1)}-${end}`;
}
