import { contentSecurityPolicy } from '#common/http/pages/content-security-policy.js';
import { html, type Html } from '#common/http/pages/html.js';
import { page } from '#common/http/pages/page.js';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import type { Config } from '#config/index.js';
import type { PageAssets } from './page-assets.js';
import type { HostedPage, PageField } from './pages.content.js';
import { textsFor } from './pages.texts.js';

const POLICY = contentSecurityPolicy({
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
});

/** Pages where somebody may be who owns the address, and did not choose the password. */
const TAKE_OVER: readonly string[] = ['verify-email', 'confirm-registration'];

/** A page with one form. Its script sends the form as JSON, with the token from behind the `#` of the address. */
export function hostedPage(hosted: HostedPage, config: Config, assets: PageAssets, locale: string): StaticFile {
  const { lang, texts } = textsFor(locale);
  const { title, intro, button, done } = texts.pages[hosted.path];
  const needsToken = hosted.path !== 'forgot-password';
  const body = html`<main>
    <h1>${title}</h1>
    <form
      action="${relative(config.http.apiPrefix + hosted.action)}"
      method="post"
      ${needsToken && html`data-needs-token`}
      data-working="${texts.working}"
      data-no-token="${texts.noToken}"
      data-offline="${texts.offline}"
      data-done="${done}"
    >
      <p>${intro}</p>
      ${hosted.fields.map((field) => input(field, texts.fields[field.name], texts.show))}
      ${
        TAKE_OVER.includes(hosted.path) &&
        html`<p class="choice">
          <label><input type="checkbox" id="take-over" /> ${texts.takeOver}</label>
        </p>`
      }
      <p id="message" role="status" aria-live="polite"></p>
      <button type="submit">${button}</button>
    </form>
    <noscript><p>${texts.noScript}</p></noscript>
    ${hosted.path === 'reset-password' && html`<p><a href="forgot-password">${texts.askAgain}</a></p>`}
    ${hosted.path === 'restore-account' && html`<p><a href="forgot-password">${texts.newPassword}</a></p>`}
  </main>`;
  const styles = ['pages/page.css'];
  const content = page(assets, { title, styles, scripts: ['pages/page.js'], body, lang });
  return staticFile('text/html; charset=utf-8', content, { ...POLICY, 'content-language': lang });
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

/** Relative, so that the service may live under a path of its host. */
const relative = (path: string): string => path.replace(/^\//, '');
