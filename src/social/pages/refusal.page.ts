import type { DomainError } from '#common/errors/index.js';
import { html, type Html } from '#common/http/pages/html.js';
import type { StaticFile } from '#common/http/static-file.js';
import type { Config } from '#config/index.js';
import { framed, type PageAssets, textsFor, wayOn } from '#pages/index.js';
import { type SocialTexts, socialTextsFor } from './social-pages.texts.js';

/** Where somebody was refused, and how they wish to be spoken to. */
interface Asked {
  readonly id: string;
  readonly locale: string;
  /** In seconds, where the answer says so. */
  readonly retryAfter: number;
  /** The way back to the root of the service. */
  readonly root: string;
}

/** For somebody whose browser was sent here, and who can be sent nowhere: what has happened, and a way back. */
export function refusalPage(refusal: DomainError, asked: Asked, config: Config, assets: PageAssets): StaticFile {
  const { lang, texts } = textsFor(asked.locale);
  const own = socialTextsFor(lang);
  const { title, text } = wordsFor(refusal, own, whenIs(asked.retryAfter, lang) ?? texts.errors.later);
  const said = own.forOperators.replace('{code}', refusal.spec.code).replace('{id}', asked.id);
  const main = html`<main>
    <h1>${title}</h1>
    <p class="notice" role="status">${text}</p>
    ${wayBack(config, own, texts.continueTo)}
    <p class="small">${said}</p>
  </main>`;
  return framed({ title, lang, main, root: asked.root }, config, assets);
}

function wordsFor({ spec }: DomainError, { refusals }: SocialTexts, when: string) {
  if (spec.code === 'invalid_social_flow') return refusals.over;
  if (spec.code === 'unknown_provider') return refusals.unknownProvider;
  if (spec.status < 500 && spec.status !== 429) return refusals.badLink;
  return { title: refusals.later.title, text: refusals.later.text.replace('{when}', when) };
}

/** In words that are not too large: seconds in each, its name, and for how many seconds it is told in them. */
const UNITS = [
  [1, 'second', 100],
  [60, 'minute', 6_000],
  [3_600, 'hour', Infinity],
] as const;

function whenIs(seconds: number, lang: string): string | undefined {
  if (!(seconds > 0)) return undefined;
  const [size, unit] = UNITS.find(([, , below]) => seconds < below)!;
  return new Intl.RelativeTimeFormat(lang).format(Math.ceil(seconds / size), unit);
}

/** To where one can begin again, as the operator has named it. Nothing that stands in the address has a say in it. */
function wayBack({ appUrl, social, mail }: Config, { again }: SocialTexts, continueTo: string): Html | undefined {
  if (social.signInPage !== undefined) return wayOn(social.signInPage, again, '');
  const url = appUrl ?? onlyOrigin(social.redirectUris);
  return url === undefined ? undefined : wayOn(url, continueTo, mail.brand.name);
}

/** Where all of them are at one place; no scheme of an app, which may not be on this machine. */
function onlyOrigin(uris: readonly string[]): string | undefined {
  const [origin, ...others] = new Set(uris.map((uri) => new URL(uri).origin));
  return others.length === 0 && origin !== 'null' ? origin : undefined;
}
