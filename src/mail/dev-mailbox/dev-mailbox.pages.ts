import { join } from 'node:path';
import { AssetFiles, styleSheet } from '#common/http/pages/asset-files.js';
import { contentSecurityPolicy } from '#common/http/pages/content-security-policy.js';
import { html, type Html } from '#common/http/pages/html.js';
import { page } from '#common/http/pages/page.js';
import type { ReadableLetter } from './dev-mailbox.js';

export interface MailboxPage {
  readonly content: string;
  readonly headers: Record<string, string>;
}

export const STYLE = 'dev/mail/mailbox.css';
export const ASSETS = new AssetFiles({ [STYLE]: styleSheet(join(import.meta.dirname, '../assets/mailbox.css')) });

const POLICY = contentSecurityPolicy({ 'style-src': "'self'", 'img-src': "'self'", 'frame-src': "'self'" });

/** A letter's styles are written into it. It may open what it links to in a window of its own, and nothing else. */
const FRAME_RIGHTS = 'allow-popups allow-popups-to-escape-sandbox';
const FRAME_HEADERS = {
  ...contentSecurityPolicy({
    'style-src': "'unsafe-inline'",
    'frame-ancestors': "'self'",
    sandbox: FRAME_RIGHTS,
  }),
  'x-frame-options': 'SAMEORIGIN',
};

export function listPage(letters: readonly ReadableLetter[]): MailboxPage {
  const root = '../';
  const body = html`${head(root)}
    <main>
      <h1>Letters</h1>
      ${
        letters.length === 0
          ? EMPTY
          : html`<ol class="letters" reversed>
              ${letters.map((letter) => entry(root, letter))}
            </ol>`
      }
    </main>`;
  return { content: page(ASSETS, { title: 'Development mailbox', styles: [STYLE], body, root }), headers: POLICY };
}

export function letterPage(letter: ReadableLetter): MailboxPage {
  const root = '../../';
  const { id, subject, recipient, at, text } = letter;
  const body = html`${head(root)}
    <main>
      <p class="back"><a href="${root}dev/mail">← All letters</a></p>
      <h1>${subject}</h1>
      <dl>
        <div>
          <dt>To</dt>
          <dd>${recipient}</dd>
        </div>
        <div>
          <dt>Posted</dt>
          <dd>${time(at)}</dd>
        </div>
      </dl>
      <iframe src="${root}dev/mail/${id}/html" title="The letter as HTML" sandbox="${FRAME_RIGHTS}"></iframe>
      <section aria-labelledby="text">
        <h2 id="text">As text</h2>
        <pre tabindex="0">${withLinks(text)}</pre>
      </section>
    </main>`;
  return { content: page(ASSETS, { title: subject, styles: [STYLE], body, root }), headers: POLICY };
}

/** Links open beside the mailbox: the pages that they lead to do not let themselves be framed. */
export function letterFrame({ html: letter }: ReadableLetter): MailboxPage {
  return { content: letter.replace('<head>', '<head><base target="_blank" />'), headers: FRAME_HEADERS };
}

const EMPTY = html`<p class="empty">
  Nothing here yet. What this service would send by mail appears here as long as <code>SMTP_HOST</code> is not set:
  register somebody, or ask for a new password, and load this page again.
</p>`;

function head(root: string): Html {
  return html`<header>
    <a class="home" href="${root}"><img src="${root}favicon.svg" alt="" width="22" height="22" /> Gatehouse</a>
    <span>Development mailbox</span>
  </header>`;
}

function entry(root: string, { id, subject, recipient, at }: ReadableLetter): Html {
  return html`<li>
    <a href="${root}dev/mail/${id}"><strong>${subject}</strong> <span>${recipient}</span> ${time(at)}</a>
  </li> `;
}

function time(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')} UTC</time>`;
}

function withLinks(text: string): Html[] {
  const parts = text.split(/(https?:\/\/\S+)/);
  return parts.map((part, index) =>
    index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noopener">${part}</a>` : html`${part}`,
  );
}
