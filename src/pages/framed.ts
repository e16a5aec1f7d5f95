import { contentSecurityPolicy } from '#common/http/pages/content-security-policy.js';
import { html, type Html } from '#common/http/pages/html.js';
import { page } from '#common/http/pages/page.js';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import type { Config } from '#config/index.js';
import type { PageAssets } from './page-assets.js';

const POLICY = contentSecurityPolicy({
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self'",
  'connect-src': "'self'",
});

interface Framed {
  readonly title: string;
  readonly lang: string;
  /** What stands in the card below the name of the brand. */
  readonly main: Html;
  readonly scripts?: readonly string[];
  /** The way back to the root of the service. */
  readonly root?: string;
}

/** A page for people: the name of the brand, and a card. Nothing in it comes from elsewhere. */
export function framed(
  { title, lang, main, scripts, root }: Framed,
  { mail: { brand } }: Config,
  assets: PageAssets,
): StaticFile {
  const body = html`<header>${brand.name}</header>
    ${main}`;
  const styles = ['pages/page.css', 'pages/brand.css'];
  const content = page(assets, { title: `${title} – ${brand.name}`, styles, scripts, body, root, lang });
  return staticFile('text/html; charset=utf-8', content, { ...POLICY, 'content-language': lang });
}
