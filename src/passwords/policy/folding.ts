/** Letters that are commonly written as something else; `1` and `!` stand for i as well as for l. */
const LEET: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '+': 't',
};

/** For comparison with a list only, never for hashing: without case, accents, and the wide or ornate forms of letters. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The text as it is, and as it reads when signs and digits stand for letters. All are of the same length. */
export function leetReadings(text: string): string[] {
  const read = (one: string) =>
    text.replace(/[^a-z]/g, (sign) => (sign === '1' || sign === '!' ? one : (LEET[sign] ?? sign)));
  return [text, read('i'), read('l')];
}

/** From the first letter to the last. Undefined where there is none. */
export function letterSpan(text: string): { start: number; end: number } | undefined {
  const start = text.search(/\p{L}/u);
  return start < 0 ? undefined : { start, end: text.search(/\P{L}*$/u) };
}
