import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATE_NAMES } from '../fields.js';
import type { TemplateName } from '../letter.js';
import { inlineStyles } from './inline-styles.js';

const BUILT_IN = join(import.meta.dirname, '../assets/letters');

export interface Template {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface Layout {
  readonly html: string;
  readonly text: string;
}

/** Every template by locale and name, as read from the disk: the operator's file where there is one, else the own. */
export class TemplateSet {
  readonly layout: Layout;
  readonly locales: ReadonlyMap<string, ReadonlyMap<TemplateName, Template>>;

  constructor(operatorsFolder?: string) {
    const folders = operatorsFolder === undefined ? [BUILT_IN] : [operatorsFolder, BUILT_IN];
    const read = (...path: string[]) => readFirst(folders.map((folder) => join(folder, ...path)));
    this.layout = { html: read('layout.html')!, text: read('layout.txt')! };
    this.locales = new Map(localesIn(folders).map((locale) => [locale, readLocale((file) => read(locale, file))]));
  }
}

/** A letter is there in a locale when both of its files are: never half in one language and half in another. */
function readLocale(read: (file: string) => string | undefined): Map<TemplateName, Template> {
  const templates = new Map<TemplateName, Template>();
  for (const name of TEMPLATE_NAMES) {
    const [html, plain] = [read(`${name}.html`), read(`${name}.txt`)];
    if (html !== undefined && plain !== undefined) templates.set(name, { html: inlineStyles(html), ...parse(plain) });
  }
  return templates;
}

/** The first line of the text is `Subject: …`. */
function parse(plain: string): { subject: string; text: string } {
  const [first = '', ...rest] = plain.replaceAll('\r\n', '\n').split('\n');
  return { subject: /^Subject:(.*)$/.exec(first)?.[1]?.trim() ?? '', text: rest.join('\n').trim() };
}

function localesIn(folders: readonly string[]): string[] {
  const entries = folders.flatMap((folder) => readdirSync(folder, { withFileTypes: true }));
  return [...new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name))];
}

function readFirst(paths: readonly string[]): string | undefined {
  const path = paths.find((candidate) => existsSync(candidate));
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}
