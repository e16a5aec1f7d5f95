import { writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Spread } from './statistics.ts';

/** Pieces of a Markdown page. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `42 (40–45)` */
export function spread({ median, min, max }: Spread, digits = 0): string {
  return `${number(median, digits)} (${number(min, digits)}–${number(max, digits)})`;
}

export function number(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return 'not known';
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return value.toLocaleString('en', options).replaceAll(',', ' ');
}

/** As `number`, of what may not have been measured. */
export function known(value: number, digits: number): string {
  return Number.isFinite(value) ? number(value, digits) : '_not measured_';
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : 'not known';
}

/** As Prettier would leave it, so that the check of the whole project passes. */
export async function tidy(markdown: string, path: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig(path)), filepath: path });
}

export async function writePage(markdown: string, path: string): Promise<void> {
  await writeFile(path, await tidy(markdown, path));
}
