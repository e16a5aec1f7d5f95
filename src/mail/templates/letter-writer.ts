import { existsSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { inkOn } from '#common/ink.js';
import { Config } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { fieldsOf } from '../fields.js';
import type { Letter, TemplateName } from '../letter.js';
import { renderHtml, renderText, type Values } from './render.js';
import { problemsOf } from './template-problems.js';
import { TemplateSet } from './template-set.js';
import { written } from './values.js';

/** Complete by construction: what no other locale has is taken from here. */
const LAST_RESORT = 'en';

export interface WrittenLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Turns letters into words. */
@Injectable()
export class LetterWriter {
  private readonly templates: TemplateSet;
  private readonly common: Record<string, string>;

  /** Throws CannotStart when the operator's templates cannot be used. */
  constructor(private readonly config: Config) {
    const { brand, templatesDir, defaultLocale } = config.mail;
    if (templatesDir !== undefined && !existsSync(templatesDir)) {
      throw new CannotStart(`MAIL_TEMPLATES_DIR: there is no folder ${templatesDir}`);
    }
    this.templates = new TemplateSet(templatesDir);
    const problems = problemsOf(this.templates, defaultLocale);
    if (problems.length > 0) {
      throw new CannotStart(['The letter templates cannot be used:', ...problems].join('\n  - '));
    }
    this.common = {
      brand: brand.name,
      brand_color: brand.color,
      brand_ink: inkOn(brand.color),
      public_url: config.publicUrl,
    };
  }

  /** Throws when the letter could not be written: better in the request that posts it than in the worker. */
  assertWritable(letter: Letter): void {
    this.valuesOf(letter);
  }

  write(letter: Letter): WrittenLetter {
    const { layout, locales } = this.templates;
    const locale = this.localeFor(letter);
    const template = locales.get(locale)!.get(letter.template)!;
    const values = this.valuesOf(letter);
    const subject = renderText(template.subject, values);
    const content = renderHtml(template.html, values);
    return {
      subject,
      html: renderHtml(layout.html, { ...values, subject, content }).toString(),
      text: renderText(layout.text, { ...values, content: renderText(template.text, values) }),
    };
  }

  /** The first wanted language that has this letter, else the default, else English. */
  localeFor({ locale, template }: Pick<Letter, 'locale' | 'template'>): string {
    const tags = locale.split(',').map((tag) => tag.split(';', 1)[0]!.trim().toLowerCase());
    const wanted = tags.flatMap((tag) => [tag, tag.split('-', 1)[0]!]);
    const found = wanted.map((tag) => this.available(tag, template)).find((name) => name !== undefined);
    return found ?? this.available(this.config.mail.defaultLocale.toLowerCase(), template) ?? LAST_RESORT;
  }

  private available(tag: string, template: TemplateName): string | undefined {
    const { locales } = this.templates;
    return [...locales.keys()].find((name) => name.toLowerCase() === tag && locales.get(name)!.has(template));
  }

  private valuesOf(letter: Letter): Values {
    const surroundings = { locale: this.localeFor(letter), publicUrl: this.config.publicUrl };
    const data: Record<string, unknown> = letter.data;
    const own = fieldsOf(letter.template).map(([name, kind]) => [name, written(kind, data[name], surroundings)]);
    return { ...this.common, locale: surroundings.locale, ...Object.fromEntries(own) };
  }
}
