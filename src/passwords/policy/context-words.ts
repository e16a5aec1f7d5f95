import { unpredictable } from './common-passwords.js';
import { fold, leetReadings, letterSpan } from './folding.js';

const SHORTEST = 4;

/** The words in a name: of `Ada de Lovelace` they are `lovelace`, and all of it written as one or as it stands. */
export function wordsOf(text: string): string[] {
  const folded = fold(text);
  const parts = folded.split(/[^\p{L}\p{N}]+/u);
  return [folded, parts.join(''), ...parts].filter((word) => word.length >= SHORTEST);
}

/** The words in a host name, without the last label: `org` or `info` is nobody's name. */
export function wordsOfHost(host: string): string[] {
  const labels = host.split('.');
  return [fold(host), ...(labels.length > 1 ? labels.slice(0, -1) : labels).flatMap(wordsOf)];
}

/**
 * Whether more than half of a folded password is made of these words (ASVS 6.2.11). Digits and signs around them count
 * only where they would have to be guessed, so `gatehouse2026!` is nothing but the word.
 */
export function isMostly(words: readonly string[], text: string): boolean {
  const { start, end } = letterSpan(text) ?? { start: 0, end: 0 };
  const length = end - start + unpredictable(text.slice(0, start)) + unpredictable(text.slice(end));
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  return leetReadings(text).some((reading) => {
    const rest = longestFirst.reduce((left, word) => left.replaceAll(word, '\0'), reading);
    const left = rest.replaceAll('\0', '').length;
    return (text.length - left) * 2 > length;
  });
}
