import { contentSecurityPolicy } from '#common/http/pages/content-security-policy.js';
import { html, type Html } from '#common/http/pages/html.js';
import { page } from '#common/http/pages/page.js';
import { type StaticFile, staticFile } from '#common/http/static-file.js';
import { type Config, SIGN_IN_PATH } from '#config/index.js';
import type { Assets } from './assets.js';
import { VERSION } from '#common/version.js';

const POLICY = contentSecurityPolicy({ 'style-src': "'self'", 'img-src': "'self'" });

/** In production nobody is told which version runs (ASVS 13.4.6). */
const versionOf = (config: Config): string | undefined => (config.production ? undefined : VERSION);

export function welcomeDocument(config: Config): StaticFile {
  const at = (path: string) => `${config.publicUrl}${path}`;
  const document = {
    name: 'Gatehouse',
    version: versionOf(config),
    docs: config.http.docs ? at('/docs') : undefined,
    openapi: config.http.docs ? at('/openapi.json') : undefined,
    health: at('/health'),
    jwks: at('/.well-known/jwks.json'),
    api: at(config.http.apiPrefix),
  };
  return staticFile('application/json; charset=utf-8', `${JSON.stringify(document, undefined, 2)}\n`);
}

export function welcomePage(config: Config, assets: Assets, mailbox: boolean): StaticFile {
  const version = versionOf(config);
  const body = html`<main>
    <header>
      <img src="${assets.href('favicon.svg')}" alt="" width="56" height="56" />
      <h1>Gatehouse${version && html` <small>${version}</small>`}</h1>
      <p>Sign-in, sessions and tokens that other services can trust.</p>
    </header>
    <ul class="places">
      ${places(config, mailbox)}
    </ul>
    <section aria-labelledby="sign-in">
      <h2 id="sign-in">Sign in from a terminal</h2>
      <pre tabindex="0"><code>${signInExample(config)}</code></pre>
      <p>
        The answer holds an <code>access_token</code> for the <code>Authorization: Bearer</code> header and a
        <code>refresh_token</code> for the next one.
      </p>
    </section>
  </main>`;
  const content = page(assets, { title: 'Gatehouse', styles: ['welcome.css'], body });
  return staticFile('text/html; charset=utf-8', content, POLICY);
}

function places({ http, social }: Config, mailbox: boolean): Html[] {
  const docs = [
    place('docs', 'Try the API', 'With Swagger UI'),
    place('redoc', 'Read the API', 'With Redoc'),
    place('openapi.json', 'OpenAPI', 'For code generators'),
  ];
  return [
    ...(http.docs ? docs : []),
    ...(mailbox ? [place('dev/mail', 'Letters', 'That would have been sent')] : []),
    ...(social.providers.length > 0 && social.signInPage !== undefined
      ? [place(SIGN_IN_PATH, 'Sign in', 'With one of the providers')]
      : []),
    place('forgot-password', 'New password', 'For those who have forgotten theirs'),
    place('health', 'Health', 'Is everything up?'),
    place('.well-known/jwks.json', 'Public keys', 'To verify tokens with'),
  ];
}

function place(path: string, name: string, purpose: string): Html {
  return html`<li>
    <a href="${path}"><strong>${name}</strong> <span>${purpose}</span> <code>/${path}</code></a>
  </li> `;
}

function signInExample({ publicUrl, http }: Config): string {
  return `curl ${publicUrl}${http.apiPrefix}/auth/login \\
  -H 'Content-Type: application/json' \\
  -d '{"username": "ada", "password": "…"}'`;
}
