import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '#config/index.js';
import { TEMPLATE_NAMES } from '../fields.js';
import type { Letter } from '../letter.js';
import { letterSamples } from '#test/support/letter-samples.js';
import { LetterWriter } from './letter-writer.js';

const LINK = 'https://auth.example.org/there#token=ght_sample';

const writer = (env: Record<string, string> = {}) =>
  new LetterWriter(Config.from({ PUBLIC_URL: 'https://auth.example.org', BRAND_NAME: 'Gäste & Haus', ...env }));

const sample = (template: Letter['template'], locale = 'en'): Letter => ({
  ...letterSamples(LINK).find((letter) => letter.template === template)!,
  locale,
});

describe('LetterWriter', () => {
  it('has a sample of every letter', () => {
    expect(
      letterSamples(LINK)
        .map(({ template }) => template)
        .toSorted(),
    ).toEqual(TEMPLATE_NAMES.toSorted());
  });

  describe.each(['en', 'de'])('in %s', (locale) => {
    it.each(TEMPLATE_NAMES)('writes %s, with nothing left open', (template) => {
      const letter = sample(template, locale);
      const { subject, html, text } = writer().write(letter);
      for (const part of [subject, html, text]) {
        expect(part).not.toMatch(/\{\{|\}\}|undefined|null|NaN|\[object/);
        expect(part.trim()).not.toBe('');
      }
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).toContain(`<html lang="${locale}">`);
      const linked = 'link' in letter.data;
      expect(html.includes(`href="${LINK}"`)).toBe(linked);
      expect(html).toContain('Gäste &amp; Haus');
      expect(html).not.toMatch(/<(script|img|link|table|iframe)/);
      expect(html).not.toMatch(/<(h1|p|a)(?![^>]* style=)[^>]*class=/);
      expect(new RegExp(`^${LINK}$`, 'm').test(text)).toBe(linked);
      expect(text).not.toMatch(/<\w|&amp;/);
      for (const line of text.split('\n')) expect(line.length).toBeLessThan(100);
    });
  });

  it('says different things in different languages', () => {
    for (const template of TEMPLATE_NAMES) {
      const [english, german] = ['en', 'de'].map((locale) => writer().write(sample(template, locale)));
      expect(german!.subject).not.toBe(english!.subject);
      expect(german!.text).not.toBe(english!.text);
    }
  });

  it('escapes what people have chosen themselves', () => {
    const letter = sample('invitation');
    const data = { ...letter.data, username: '<img src=x onerror=alert(1)>' };
    const { html } = writer().write({ ...letter, data } as Letter);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
  });

  it.each([
    ['de', 'de'],
    ['DE-at', 'de'],
    ['fr-FR,fr;q=0.9,de;q=0.8,en;q=0.7', 'de'],
    ['fr', 'en'],
    ['../../etc', 'en'],
    ['', 'en'],
  ])('takes for %j the language %s', (locale, expected) => {
    expect(writer().localeFor({ locale, template: 'verify_email' })).toBe(expected);
  });

  it('falls back to DEFAULT_LOCALE', () => {
    expect(writer({ DEFAULT_LOCALE: 'de' }).localeFor({ locale: 'fr', template: 'verify_email' })).toBe('de');
  });
});

describe('MAIL_TEMPLATES_DIR', () => {
  let folder: string;
  const put = (path: string, content: string) => writeFileSync(join(folder, path), content);
  const own = (env: Record<string, string> = {}) => writer({ MAIL_TEMPLATES_DIR: folder, ...env });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-templates-'));
    for (const locale of ['en', 'fr']) mkdirSync(join(folder, locale));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('replaces one file and leaves the others', () => {
    put('en/verify_email.txt', 'Subject: Hello from {{brand}}\r\n\r\nGo to {{link}}\r\n');
    const { subject, text, html } = own().write(sample('verify_email'));
    expect(subject).toBe('Hello from Gäste & Haus');
    expect(text).toContain(`Go to ${LINK}`);
    expect(html).toContain('Confirm the address');
    expect(own().write(sample('invitation'))).toEqual(writer().write(sample('invitation')));
  });

  it('adds a language, letter by letter', () => {
    put('fr/verify_email.txt', 'Subject: Confirmez\n\n{{link}}\n');
    put('fr/verify_email.html', '<p><a href="{{link}}">Confirmez</a></p>');
    put('fr/invitation.txt', 'Subject: Half of it\n\n{{link}}\n');
    expect(own().write(sample('verify_email', 'fr-CA')).subject).toBe('Confirmez');
    expect(own().localeFor({ locale: 'fr', template: 'invitation' })).toBe('en');
  });

  it('replaces the layout', () => {
    put('layout.html', '<main>{{content}}</main>');
    expect(own().write(sample('verify_email')).html).toMatch(/^<main><h1 style=/);
  });

  it.each([
    ['en/verify_email.html', '<p>{{link}} {{pasword}}</p>', 'en/verify_email.html has an unknown {{pasword}}'],
    ['en/verify_email.html', '<p>{{link}} {{Name}}</p>', 'en/verify_email.html has an unknown {{'],
    ['en/verify_email.html', '<p>No link</p>', 'en/verify_email.html must contain {{link}}'],
    ['en/verify_email.txt', 'Hello {{link}}', 'must begin with a line "Subject: …"'],
    [
      'en/invitation.txt',
      'Subject: Hi {{username}}\n\n{{link}}',
      'The subject of en/invitation.txt has an unknown {{username}}',
    ],
    ['layout.html', '<main></main>', 'layout.html must contain {{content}}'],
  ])('stops the start when %s is %j', (path, content, problem) => {
    put(path, content);
    expect(() => own()).toThrow(problem);
  });

  it('stops the start when there is no such folder, or no template of the default language', () => {
    expect(() => own({ MAIL_TEMPLATES_DIR: join(folder, 'missing') })).toThrow('there is no folder');
    expect(() => own({ DEFAULT_LOCALE: 'nl' })).toThrow('DEFAULT_LOCALE');
  });
});
