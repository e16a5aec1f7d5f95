/** In this order: many name others to be served as they are. */
const PROGRAMS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** What a program that is no browser calls itself: one short word, so that it cannot say more than a name. */
const OTHER_PROGRAM = /^(?!Mozilla\b)[A-Za-z][\w+-]{0,31}(?=[/ ]|$)/;

/**
 * What a person would call it: `Firefox on Windows`, `curl`. Null where that cannot be told; nothing depends on it. The
 * list of activity and the letters both ask here, so that what they say of a sign-in is the same.
 */
export function deviceName(userAgent: string | null | undefined): string | null {
  const text = userAgent ?? '';
  const nameIn = (table: [RegExp, string][]) => table.find(([sign]) => sign.test(text))?.[1];
  const program = nameIn(PROGRAMS) ?? OTHER_PROGRAM.exec(text)?.[0];
  const system = nameIn(SYSTEMS);
  return program && system ? `${program} on ${system}` : (program ?? system ?? null);
}
