import type { FieldKind } from '../fields.js';

const DAY_HOURS = 24;
const LONGEST_FOREIGN = 80;

/** What the writing of a value depends on. */
export interface Surroundings {
  readonly locale: string;
  readonly publicUrl: string;
}

/** Writes one value of a letter. Throws when it is not what its field may hold: that is a defect of the caller. */
export function written(kind: FieldKind, value: unknown, { locale, publicUrl }: Surroundings): string {
  switch (kind) {
    case 'link':
      return ownLink(value, publicUrl);
    case 'hours':
      return duration(Number(value), locale);
    case 'moment':
      return moment(value as Date, locale);
    case 'foreign':
      return defused(String(value));
    case 'text':
      return oneLine(String(value));
  }
}

/** Nothing that was asked for over the network decides where a letter leads. */
function ownLink(value: unknown, publicUrl: string): string {
  const link = String(value);
  const leadsHere = link.startsWith(`${publicUrl}/`) && !/[\s\p{C}"<>\\]/u.test(link);
  if (!leadsHere) throw new Error('The link of a letter must begin with PUBLIC_URL');
  return link;
}

function duration(hours: number, locale: string): string {
  const inDays = hours >= 2 * DAY_HOURS && hours % DAY_HOURS === 0;
  const [value, unit] = inDays ? [hours / DAY_HOURS, 'day'] : [hours, 'hour'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

function moment(value: Date, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(value)} UTC`;
}

/** What a stranger's browser says of itself. Mail programs make links of what looks like one, so nothing may. */
function defused(text: string): string {
  const plain = oneLine(text).replaceAll(/[^\p{L}\p{M}\p{N} .,;()_+-]/gu, ' ');
  const apart = plain
    .replaceAll(/\.(?=\p{L})/gu, '. ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return apart.slice(0, LONGEST_FOREIGN);
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
}
