// npm run example orders-service: starts Gatehouse on a fresh database, and an example behind it. Ctrl-C ends both.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => existsSync(folderOf(name, 'package.json')));
const LONGEST_START_MS = 180_000;

const [name] = process.argv.slice(2);
if (!EXAMPLES.includes(name)) {
  console.error(`Usage: npm run example <name>, where <name> is one of: ${EXAMPLES.join(', ')}`);
  process.exit(2);
}

const { PORT = '3000', EXAMPLE_PORT = '4000' } = process.env;
const gatehouse = `http://localhost:${PORT}`;
// A browser sends the refresh cookie from pages of the same site only, and that is `localhost`, whatever the port.
const example = `http://localhost:${EXAMPLE_PORT}`;
const password = randomBytes(12).toString('base64url');
const data = mkdtempSync(join(tmpdir(), 'gatehouse-example-'));
const children = [];
let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(0));

try {
  console.log(`Building Gatehouse and ${name} …`);
  build();
  console.log('Starting …');
  start('dist/src/main.js', {
    PORT,
    PUBLIC_URL: gatehouse,
    DATA_DIR: data,
    ADMIN_PASSWORD: password,
    ACCESS_TOKEN_AUDIENCES: 'gatehouse,orders',
    // Providers are whatever the SOCIAL_* settings of the environment say.
    ...(name === 'spa' && {
      ALLOWED_ORIGINS: example,
      APP_URL: example,
      SOCIAL_REDIRECT_URIS: `${example}/signed-in`,
    }),
  });
  await answers(`${gatehouse}/health/ready`);
  start(mainOf(name), { PORT: EXAMPLE_PORT, GATEHOUSE_URL: gatehouse });
  await answers(example);
  console.log(name === 'spa' ? tourOfBrowser() : tour());
} catch (error) {
  console.error(error.message);
  await end(1);
}

function build() {
  const run = (script, ...args) =>
    execFileSync('npm', ['run', '--silent', script, ...args], { cwd: ROOT, stdio: 'inherit' });
  run('build');
  run('build:packages');
  if (manifest(name).scripts.build) run('build', '-w', manifest(name).name);
}

function start(file, env) {
  const child = spawn(process.execPath, [join(ROOT, file)], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  // One without the other is of no use.
  child.once('exit', (code) => void end(code ?? 1));
  children.push(child);
}

async function answers(url) {
  const deadline = Date.now() + LONGEST_START_MS;
  while (
    !(await fetch(url).then(
      ({ status }) => status < 500,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error(`Nothing answers at ${url}`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

async function end(code) {
  if (isEnding) return;
  isEnding = true;
  const gone = children.map((child) => child.exitCode ?? new Promise((done) => child.once('exit', done)));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(gone);
  rmSync(data, { recursive: true, force: true });
  process.exit(code);
}

function mainOf(example) {
  return join('examples', example, manifest(example).scripts.start.replace(/^node /, ''));
}

function manifest(example) {
  return JSON.parse(readFileSync(folderOf(example, 'package.json'), 'utf8'));
}

function folderOf(example, ...rest) {
  return join(ROOT, 'examples', example, ...rest);
}

function tourOfBrowser() {
  return `
  Open in a browser:  ${example}
    and register, or sign in:  username  admin
                               password  ${password}
  Letters:            ${gatehouse}/dev/mail
  The API:            ${gatehouse}/docs

  Things to try are in examples/spa/README.md. Ctrl-C ends both; nothing is kept.
`;
}

function tour() {
  const login = `curl -s ${gatehouse}/api/v1/auth/login -H 'Content-Type: application/json'`;
  const token = `token=$(${login} -d '{"username":"admin","password":"${password}"}' | node -p 'JSON.parse(fs.readFileSync(0)).access_token')`;
  const authorized = `-H "Authorization: Bearer $token"`;
  const requests =
    name === 'passport-jwt'
      ? [`curl -i ${example}/me ${authorized}`]
      : [
          `curl -i ${example}/posts -H 'Content-Type: application/json' -d '{"text":"hello"}'    # 401`,
          `curl -i ${example}/posts ${authorized} -H 'Content-Type: application/json' -d '{"text":"hello"}'`,
          `curl -i -X DELETE ${example}/posts/1 ${authorized}`,
        ];
  const logout = `curl -s -X POST ${gatehouse}/api/v1/auth/logout ${authorized}`;
  const last = `${requests.at(-1)}    # ${name === 'passport-jwt' ? '200, until the token expires' : '401'}`;
  return ['', 'Try it in a second terminal:', '', token, ...requests, logout, last, ''].join('\n  ');
}
