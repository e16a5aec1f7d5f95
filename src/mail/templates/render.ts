import { html, Html } from '#common/http/pages/html.js';

/** Text is escaped where it goes into HTML; markup is not. */
export type Values = Readonly<Record<string, string | Html>>;

const PLACEHOLDER = /\{\{\s*([a-z_]+)\s*\}\}/g;

export function placeholdersOf(template: string): Set<string> {
  return new Set([...template.matchAll(PLACEHOLDER)].map(([, name]) => name!));
}

/** `{{name}}` becomes the value of that name, and nothing else means anything. Each value is inserted once, as it is. */
export function renderHtml(template: string, values: Values): Html {
  return new Html(fill(template, (name) => html`${valueOf(values, name)}`.toString()));
}

export function renderText(template: string, values: Values): string {
  return fill(template, (name) => valueOf(values, name).toString());
}

function fill(template: string, valueFor: (name: string) => string): string {
  return template.replaceAll(PLACEHOLDER, (_, name: string) => valueFor(name));
}

function valueOf(values: Values, name: string): string | Html {
  if (!Object.hasOwn(values, name)) throw new Error(`There is no value for {{${name}}}`);
  return values[name]!;
}
