import { contentSecurityPolicy } from '#common/http/pages/content-security-policy.js';
import { html, type Html } from '#common/http/pages/html.js';
import { page } from '#common/http/pages/page.js';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import type { Assets } from './assets.js';

const VIEWER = {
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
};

/**
 * Redoc makes style elements of its own, known by their digests: the empty ones that styled-components fills by script,
 * and the one of its scroll bar. Its search runs in a worker that it makes itself. Its menu's picture from elsewhere is
 * blocked.
 */
const REDOC = {
  ...VIEWER,
  'style-src':
    "'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='",
  'worker-src': 'blob:',
};

export function swaggerUiPage(assets: Assets): StaticFile {
  const content = page(assets, {
    title: 'Gatehouse API',
    styles: ['docs/swagger-ui.css', 'docs/page.css'],
    scripts: ['docs/swagger-ui-bundle.js', 'docs/init.js'],
    body: html`${navigation(assets, 'docs')} ${viewer('swagger-ui')}`,
  });
  return staticFile('text/html; charset=utf-8', content, contentSecurityPolicy(VIEWER));
}

export function redocPage(assets: Assets): StaticFile {
  const content = page(assets, {
    title: 'Gatehouse API reference',
    styles: ['docs/page.css'],
    scripts: ['redoc/redoc.standalone.js', 'redoc/init.js'],
    body: html`${navigation(assets, 'redoc')} ${viewer('redoc')}`,
  });
  return staticFile('text/html; charset=utf-8', content, contentSecurityPolicy(REDOC));
}

export function redocMissingPage(assets: Assets): StaticFile {
  const body = html`${navigation(assets, 'redoc')}
    <main class="notice">
      <h1>Redoc is not part of this build</h1>
      <p>
        Its script is copied by <code>npm run build</code>, which did not run or did not find the package
        <code>redoc</code>. The same API is described at <a href="docs">/docs</a> and in
        <a href="openapi.json">openapi.json</a>.
      </p>
    </main>`;
  const content = page(assets, { title: 'Redoc is not here', styles: ['docs/page.css'], body });
  return staticFile('text/html; charset=utf-8', content, contentSecurityPolicy(VIEWER));
}

const PLACES = [
  ['docs', 'Try it'],
  ['redoc', 'Read it'],
  ['openapi.json', 'JSON'],
] as const;

function navigation(assets: Assets, current: string): Html {
  return html`<nav aria-label="Documentation">
    <a class="home" href="./"><img src="${assets.href('favicon.svg')}" alt="" width="22" height="22" /> Gatehouse</a>
    ${PLACES.map(([path, name]) => html`<a href="${path}" ${path === current && html` aria-current="page"`}>${name}</a>`)}
  </nav>`;
}

function viewer(id: string): Html {
  return html`<main id="${id}"><p class="notice">Loading the description of the API …</p></main>
    <noscript>
      <p class="notice">
        This page needs JavaScript. The description itself is <a href="openapi.json">openapi.json</a>.
      </p>
    </noscript>`;
}
