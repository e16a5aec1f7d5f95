import { COMMON_PASSWORDS } from './common-passwords.data.js';
import { letterSpan, leetReadings } from './folding.js';
import { isRepetition, isSequence, shortestPeriod } from './patterns.js';

/** Of the entries, which bounds the work for long passwords. */
const LONGEST = 20;
const YEAR = /^(19|20)\d\d$/;

let entries: ReadonlySet<string> | undefined;

/** Made at the first question, so that a process which sets no password does not pay for it. */
function isListed(text: string): boolean {
  entries ??= new Set(COMMON_PASSWORDS.split(' '));
  return entries.has(text);
}

/**
 * Whether a folded password is one of the list, or one of the list in its usual disguise: digits and signs put before
 * or behind (`Password1234!`), letters replaced (`P4$$w0rd`), spaced out (`hello world`), said twice (`monkeymonkey1`).
 * What stands around the listed word is no protection unless it is as long as the word, and unpredictable.
 * NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2.4.
 */
export function isCommon(text: string): boolean {
  if (isListed(text)) return true;
  const letters = letterSpan(text);
  if (!letters) return false;

  // Where the word begins and ends is not known: the `$` of `$unshine` belongs to it, that of `$$sunshine$$` does not.
  const ends = range(letters.end, text.length).map((end) => ({ end, after: unpredictable(text.slice(end)) }));
  return range(0, letters.start).some((start) => {
    const before = unpredictable(text.slice(0, start));
    return ends.some(({ end, after }) => end - start > before + after && isDisguised(text.slice(start, end)));
  });
}

/** How many characters of what stands around a word would have to be guessed. */
export function unpredictable(digitsAndSigns: string): number {
  const runs = digitsAndSigns.match(/\d+|\D+/g) ?? [];
  return runs.filter((run) => !isPredictable(run)).join('').length;
}

function isPredictable(run: string): boolean {
  return isListed(run) || YEAR.test(run) || isRepetition(run, run.length) || isSequence(run);
}

function isDisguised(text: string): boolean {
  return text.length <= LONGEST * 2 && leetReadings(text).some(isListedOrTwice);
}

function isListedOrTwice(text: string): boolean {
  const joined = text.replace(/[^\p{L}\p{N}]/gu, '');
  const half = joined.slice(0, shortestPeriod(joined));
  return isListed(joined) || (joined.length % half.length === 0 && isListed(half));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
