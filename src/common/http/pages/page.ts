import type { AssetFiles } from './asset-files.js';
import { html, type Html } from './html.js';

interface Page {
  readonly title: string;
  readonly styles: readonly string[];
  readonly scripts?: readonly string[];
  readonly body: Html;
  /** The way from the page back to the root of the service, such as `../` for one at `/dev/mail`. */
  readonly root?: string;
  readonly lang?: string;
}

/** The frame of every page. Addresses are relative, so that the service may live under a path of its host. */
export function page(assets: AssetFiles, { title, styles, scripts = [], body, root = '', lang = 'en' }: Page): string {
  return html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${root + assets.href('favicon.svg')}" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="${root + assets.href(name)}" />`)}
        ${scripts.map((name) => html`<script src="${root + assets.href(name)}" defer></script>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}
