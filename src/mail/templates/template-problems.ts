import { fieldsOf } from '../fields.js';
import type { TemplateName } from '../letter.js';
import { placeholdersOf } from './render.js';
import type { Template, TemplateSet } from './template-set.js';

/** What every template may use. */
export const COMMON = ['brand', 'brand_color', 'brand_ink', 'public_url', 'locale'] as const;

/** What is wrong with the operator's templates: found at the start, not when somebody waits for a letter. */
export function problemsOf({ layout, locales }: TemplateSet, defaultLocale: string): string[] {
  return [
    ...(locales.has(defaultLocale) ? [] : [`DEFAULT_LOCALE: there are no templates for ${defaultLocale}`]),
    ...unknown('layout.html', layout.html, [...COMMON, 'subject', 'content']),
    ...missing('layout.html', layout.html, 'content'),
    ...unknown('layout.txt', layout.text, [...COMMON, 'content']),
    ...missing('layout.txt', layout.text, 'content'),
    ...[...locales].flatMap(([locale, templates]) =>
      [...templates].flatMap(([name, template]) => problemsOfLetter(`${locale}/${name}`, name, template)),
    ),
  ];
}

function problemsOfLetter(path: string, name: TemplateName, { subject, html, text }: Template): string[] {
  const fields = fieldsOf(name).map(([field]) => field);
  const known = [...COMMON, ...fields];
  const needed = fields.filter((field) => field === 'link');
  return [
    ...(subject === '' ? [`${path}.txt must begin with a line "Subject: …"`] : []),
    // Nothing that people choose themselves gets into a header.
    ...unknown(`The subject of ${path}.txt`, subject, ['brand']),
    ...unknown(`${path}.html`, html, known),
    ...needed.flatMap((field) => missing(`${path}.html`, html, field)),
    ...unknown(`${path}.txt`, text, known),
    ...needed.flatMap((field) => missing(`${path}.txt`, text, field)),
  ];
}

function unknown(where: string, template: string, known: readonly string[]): string[] {
  const names = [...placeholdersOf(template)].filter((name) => !known.includes(name));
  const strays = template.replaceAll(/\{\{\s*[a-z_]+\s*\}\}/g, '').includes('{{') ? ['{{'] : [];
  return [...names.map((name) => `{{${name}}}`), ...strays].map((sign) => `${where} has an unknown ${sign}`);
}

function missing(where: string, template: string, name: string): string[] {
  return placeholdersOf(template).has(name) ? [] : [`${where} must contain {{${name}}}`];
}
