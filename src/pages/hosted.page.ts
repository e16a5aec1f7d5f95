import { html, type Html } from '#common/http/pages/html.js';
import type { StaticFile } from '#common/http/static-file.js';
import type { Config } from '#config/index.js';
import { framed } from './framed.js';
import type { PageAssets } from './page-assets.js';
import { type HostedPage, needsToken, type PageField } from './pages.content.js';
import { type Texts, textsFor } from './pages.texts.js';

/** Pages where somebody may be who owns the address, and did not choose the password. */
const TAKE_OVER: readonly string[] = ['verify-email', 'confirm-registration'];

/**
 * A page with one form. Its script sends the form as JSON, with the token from behind the `#` of the address, and shows
 * what is hidden at first: the form itself (without the script it could do nothing), and where to go on from here.
 */
export function hostedPage(hosted: HostedPage, config: Config, assets: PageAssets, locale: string): StaticFile {
  const { lang, texts } = textsFor(locale);
  const { title, intro, button } = texts.pages[hosted.path];
  const main = html`<main>
    <h1>${title}</h1>
    <noscript><p class="notice">${texts.noScript}</p></noscript>
    <form
      hidden
      action="${relative(config.http.apiPrefix + hosted.action)}"
      method="post"
      ${needsToken(hosted) && html`data-needs-token`}
      data-texts="${wordsOfScript(hosted, config, texts)}"
    >
      <p>${intro}</p>
      ${hosted.fields.map((field) => input(field, texts.fields[field.name], texts.show))}
      <p id="message" role="status" tabindex="-1"></p>
      ${
        TAKE_OVER.includes(hosted.path) &&
        html`<p class="choice">
          <label><input type="checkbox" id="take-over" /> <span>${texts.takeOver}</span></label>
        </p>`
      }
      <button type="submit">${button}</button>
    </form>
    ${next('done', afterwards(hosted, config, texts))} ${next('void', instead(hosted, texts))}
  </main>`;
  return framed({ title, lang, main, scripts: ['pages/page.js'] }, config, assets);
}

function input({ name, type, autocomplete, optional }: PageField, label: string, show: string): Html {
  return html`<p class="field">
    <label for="${name}">${label}</label>
    <span class="box">
      <input
        id="${name}"
        name="${name}"
        type="${type}"
        autocomplete="${autocomplete}"
        aria-describedby="message"
        ${!optional && html`required`}
      />
      ${type === 'password' && html`<button type="button" class="show" aria-controls="${name}">${show}</button>`}
    </span>
  </p>`;
}

/** What to do when the form has done its work. */
function afterwards({ path, sendsLetter }: HostedPage, { appUrl, mail }: Config, texts: Texts): (Html | false)[] {
  return [
    appUrl !== undefined && !sendsLetter && wayOn(appUrl, texts.continueTo, mail.brand.name),
    path === 'restore-account' && html`<p><a href="forgot-password">${texts.newPassword}</a></p>`,
  ];
}

/** `label`: with a place for the name of the brand. */
export const wayOn = (url: string, label: string, brand: string): Html =>
  html`<p><a class="button" href="${url}">${label.replace('{brand}', () => brand)}</a></p>`;

/** What to do when the link is void. */
function instead({ path, another }: HostedPage, texts: Texts): (Html | false)[] {
  const { otherwise } = texts.pages[path];
  return [
    otherwise !== undefined && html`<p>${otherwise}</p>`,
    another !== undefined && html`<p><a href="${another}">${texts.askAgain}</a></p>`,
  ];
}

function next(id: string, ways: (Html | false)[]): Html | false {
  const there = ways.filter((way) => way !== false);
  return there.length > 0 && html`<div id="${id}" class="next" hidden>${there}</div>`;
}

/** The script has no words of its own. */
function wordsOfScript({ path }: HostedPage, { passwords }: Config, texts: Texts): string {
  const { done, doneTitle } = texts.pages[path];
  const { show, hide, working, noToken, noTokenTitle, voidTitle, offline, passwordOrBox } = texts;
  const errors = Object.fromEntries(
    Object.entries(texts.errors).map(([code, text]) => [code, text.replace('{min}', String(passwords.minLength))]),
  );
  const words = { done, doneTitle, show, hide, working, noToken, noTokenTitle, voidTitle, offline, passwordOrBox };
  return JSON.stringify({ ...words, errors });
}

/** Relative, so that the service may live under a path of its host. */
const relative = (path: string): string => path.replace(/^\//, '');
