/** In this order: many browsers name others, to be served as they are. */
const PROGRAMS: [RegExp, string][] = [
  [/Edg/, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** `Firefox on Linux`, as far as it can be told from what a browser calls itself. */
export function deviceOf(userAgent: string | null): string {
  const text = userAgent ?? '';
  const named = [PROGRAMS, SYSTEMS].map((table) => table.find(([sign]) => sign.test(text))?.[1]);
  return named.filter(Boolean).join(' on ') || text.split(/[/ ]/)[0] || 'Unknown device';
}

export const isHandheld = (userAgent: string | null): boolean => /Mobi|iPhone|iPad|Android/.test(userAgent ?? '');
