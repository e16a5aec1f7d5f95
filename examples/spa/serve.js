// Serves what `npm run build` made: files, and index.html for every other path, since the pages are made in the browser.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const { PORT = '4000', HOST = '127.0.0.1', GATEHOUSE_URL = 'http://localhost:3000' } = process.env;
const gatehouse = new URL(GATEHOUSE_URL).origin;
const dist = join(import.meta.dirname, 'dist');

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Only own scripts and styles, and requests to nobody but Gatehouse: what an injected script could do is little. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${gatehouse}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const index = readFileSync(join(dist, 'index.html'), 'utf8').replace(
  /(<meta name="gatehouse" content=")[^"]*/,
  `$1${gatehouse}`,
);

const server = createServer(({ method, url = '/' }, response) => {
  if (method !== 'GET' && method !== 'HEAD') return response.writeHead(405, { allow: 'GET, HEAD' }).end();
  // Not `new URL(url, base)`: of `//` it would make a host, and throw.
  const { pathname } = new URL(`http://localhost${url.startsWith('/') ? url : '/'}`);
  const file = join(dist, normalize(pathname));
  const isFile = file.startsWith(dist) && existsSync(file) && statSync(file).isFile();
  const type = TYPES[extname(file)];
  if (isFile && type && !pathname.endsWith('.html')) {
    // The names of built files change with what is in them.
    const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { ...HEADERS, 'content-type': type, 'cache-control': cache });
    return createReadStream(file).pipe(response);
  }
  if (pathname.startsWith('/assets/')) return response.writeHead(404, HEADERS).end();
  response.writeHead(200, { ...HEADERS, 'content-type': TYPES['.html'], 'cache-control': 'no-cache' }).end(index);
});

server.listen(Number(PORT), HOST, () => {
  console.log(`The application is at http://localhost:${server.address().port}`);
});
process.once('SIGTERM', () => server.close().closeAllConnections());
