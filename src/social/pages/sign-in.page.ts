import { html, type Html } from '#common/http/pages/html.js';
import type { StaticFile } from '#common/http/static-file.js';
import type { Config } from '#config/index.js';
import { framed, type PageAssets, textsFor, wayOn } from '#pages/index.js';
import { socialUrl } from '../providers/social-url.js';
import { type SocialTexts, socialTextsFor } from './social-pages.texts.js';

/**
 * An application of one page: it sends people to a provider with PKCE of its own, gets them back, and trades the code in
 * cookie mode. Its script shows what is hidden at first.
 */
export function signInPage(home: string, config: Config, assets: PageAssets, locale: string): StaticFile {
  const { lang, texts } = textsFor(locale);
  const own = socialTextsFor(lang);
  const { appUrl, http, mail } = config;
  const main = html`<main
    data-home="${home}"
    data-api="${http.apiPrefix.replace(/^\//, '')}/auth/"
    data-texts="${wordsOfScript(own, texts.offline)}"
  >
    <h1>${own.title}</h1>
    <noscript><p class="notice">${texts.noScript}</p></noscript>
    <p id="message" role="status" tabindex="-1"></p>
    <div id="ways" hidden>
      <p class="intro">${own.intro}</p>
      ${waysIn(config, own)}
    </div>
    <div id="done" hidden>
      ${appUrl !== undefined && wayOn(appUrl, texts.continueTo, mail.brand.name)}
      <p><button type="button" id="sign-out" class="way">${own.signOut}</button></p>
    </div>
  </main>`;
  return framed({ title: own.title, lang, main, scripts: ['pages/sign-in.js'] }, config, assets);
}

const waysIn = (config: Config, texts: SocialTexts): Html[] =>
  config.social.providers.map(
    ({ name, label }) =>
      html`<p>
        <button type="button" class="way" data-start="${socialUrl(config, name)}">
          ${texts.with.replace('{provider}', () => label)}
        </button>
      </p>`,
  );

/** The script has no words of its own. */
function wordsOfScript({ doneTitle, done, title, signedOut, errors }: SocialTexts, offline: string): string {
  return JSON.stringify({ doneTitle, done, title, signedOut, errors: { ...errors, offline } });
}
