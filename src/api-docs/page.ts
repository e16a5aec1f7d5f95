import type { Assets } from './assets.js';
import { html, type Html } from './html.js';

interface Page {
  readonly title: string;
  readonly styles: readonly string[];
  readonly scripts?: readonly string[];
  readonly body: Html;
}

/** The frame of every page. Addresses are relative, so that the service may live under a path of its host. */
export function page(assets: Assets, { title, styles, scripts = [], body }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${assets.href('favicon.svg')}" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="${assets.href(name)}" />`)}
        ${scripts.map((name) => html`<script src="${assets.href(name)}" defer></script>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `.toString();
}
