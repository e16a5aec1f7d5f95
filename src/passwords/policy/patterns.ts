/** Neighbours on the keyboards of Europe and America: rows, and the columns that lean to the left. */
const KEYBOARD =
  '1234567890 qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn ' +
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/';

const NEIGHBOURS: ReadonlySet<string> = new Set(
  KEYBOARD.split(' ').flatMap((row) => Array.from(row.slice(1), (key, i) => [row[i]! + key, key + row[i]!]).flat()),
);

/** After how many characters the text begins again: 3 for `abcabcab`, its length where it never does. */
export function shortestPeriod(text: string): number {
  // The border table of Knuth, Morris and Pratt: linear, whatever the text.
  const border = [0];
  for (let i = 1, length = 0; i < text.length; i += 1) {
    while (length > 0 && text[i] !== text[length]) length = border[length - 1]!;
    if (text[i] === text[length]) length += 1;
    border.push(length);
  }
  return text.length - border.at(-1)!;
}

/** `abcabcabcabc`, `aaaaaaaaaaab`. What is repeated must be shorter than `tooShort`, a length that could stand alone. */
export function isRepetition(text: string, tooShort: number): boolean {
  if (text === '') return false;
  const period = shortestPeriod(text);
  const different = new Set(text).size;
  return (period < tooShort && period * 2 <= text.length) || (different <= 4 && different * 3 <= text.length);
}

/**
 * `123456789012`, `abcdefghijkl`, `aabbccddeeff`, `qwertyuiopasdf`, `1qaz2wsx3edc`: nearly every character follows from
 * the one before it, or from the one before that: `q1w2e3r4t5y6`.
 */
export function isSequence(text: string): boolean {
  const everySecond = (from: number) => Array.from(text).filter((_, i) => i % 2 === from);
  return isRun(Array.from(text)) || (isRun(everySecond(0)) && isRun(everySecond(1)));
}

/** Three in a row on average; in words and in random text it is fewer than two. */
function isRun(characters: readonly string[]): boolean {
  const breaks = characters.filter((character, i) => i > 0 && !follows(characters[i - 1]!, character)).length;
  return (breaks + 1) * 3 <= characters.length;
}

function follows(before: string, after: string): boolean {
  const step = after.codePointAt(0)! - before.codePointAt(0)!;
  return Math.abs(step) <= 1 || NEIGHBOURS.has(before + after);
}
