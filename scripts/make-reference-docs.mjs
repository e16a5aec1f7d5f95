/**
 * Writes docs/configuration.md, docs/errors.md, the events of docs/operations.md and the metrics of docs/monitoring.md from
 * what was built and agreed on: `npm run build`, then `node scripts/make-reference-docs.mjs`. With `--check` it writes nothing and fails when one of them is not current.
 */
import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { format } from 'prettier';
import { Config, PROVIDER_SETTINGS, SETTINGS } from '#config/index.js';

const root = join(import.meta.dirname, '..');
const check = process.argv.includes('--check');

const configuration = `# Configuration

Every setting is an environment variable, or a line of a file \`.env\` in the working directory; the environment wins over the file. An empty value counts as not set. Names that are not in this list are passed over, so a misspelt one has no effect. A value that cannot be used stops the start, and **all** problems are listed at once; values themselves are never repeated there. \`npm run start:prod -- --help\` prints the same list.

| Name | Default | Value | Meaning |
| --- | --- | --- | --- |
${Object.entries(SETTINGS).map(settingRow).join('\n')}

## Providers of sign-in

Any number of them: \`SOCIAL_\` and a name of your choice stand before each setting, as in \`SOCIAL_ACME_ISSUER\`. The names \`GOOGLE\`, \`GITHUB\`, \`MICROSOFT\`, \`GITLAB\` and \`APPLE\` bring presets. What they are for: [social.md](social.md).

| Name | Default | Value | Meaning |
| --- | --- | --- | --- |
${Object.entries(PROVIDER_SETTINGS)
  .map(([name, setting]) => settingRow([`SOCIAL_…_${name}`, setting]))
  .join('\n')}

Values marked _secret_ are shown nowhere.

## What stops the start

Beside values that cannot be read:

${problemsOf({ ARGON2_PASSES: '1', DATABASE_URL: 'postgresql://db/gatehouse', ALLOWED_ORIGINS: '*' })}

With \`NODE_ENV=production\` also (loopback addresses are spared the https rule, so that a production build can be tried):

${problemsOf(
  { NODE_ENV: 'production' },
  {
    NODE_ENV: 'production',
    DATABASE_URL: 'postgresql://db/gatehouse',
    SECRET_KEY: 'changeme-changeme-changeme-changeme',
    ADMIN_PASSWORD: 'changeme-changeme',
    PUBLIC_URL: 'http://auth.example.org',
    RATE_LIMITS: 'off',
  },
)}
`;

/** What occurs in words, where the title alone does not say it. */
const NOTES = {
  account_disabled: 'Said only to whoever has shown the right password.',
  beyond_own_permissions: 'Nobody hands out, or takes from others, what they do not have themselves.',
  email_not_verified:
    'Said by routes that demand a proven address (`@VerifiedEmail()`). So far no route of the service does.',
  email_taken: 'Compared without regard to case.',
  idempotency_key_in_use: 'Ask again after the second that `Retry-After` names.',
  idempotency_key_reused: 'The same key was sent with another body within a day.',
  insufficient_permission: '`detail` names the permissions that are needed.',
  invalid_credentials: 'The same words for a wrong name and a wrong password.',
  invalid_input: '`errors` names every fault: `pointer` (JSON Pointer), `detail`, `code`.',
  malformed_request: 'Not JSON, no body where one is needed, nested too deeply, or an address that cannot be decoded.',
  payload_too_large: 'More than 64 KiB.',
  service_unavailable: 'Try again after the seconds that `Retry-After` names.',
  unknown_role: '`errors` points to `/roles`.',
  username_taken: 'Compared without regard to case.',
  weak_password: '`errors` names every rule that the password breaks.',
};

const errors = `# Errors

Every refusal is a problem document (RFC 9457), \`application/problem+json\`:

\`\`\`json
{
  "type": "urn:problem:gatehouse:last_administrator",
  "title": "The last administrator must stay",
  "status": 409,
  "detail": "Make somebody else an administrator first.",
  "instance": "01a1f94d-46ff-7e9e-a8fc-5b94d40c7713",
  "code": "last_administrator"
}
\`\`\`

**Switch on \`code\`**: it is stable, the sentences are not. \`instance\` is the id of the request: it is also in the \`X-Request-Id\` header and in every log line about the request. A 401 carries \`WWW-Authenticate\`, a 429 and a 503 carry \`Retry-After\` (health checks do not).

| Code | Status | Title | Meaning |
| --- | --- | --- | --- |
${(await problems()).map(problemRow).join('\n')}

Two more are answered before there is a request, without \`instance\`: \`request_timeout\` (408) and \`headers_too_large\` (431).

## Codes of single faults

In \`errors[].code\` of \`invalid_input\` stand the names of the rules that were broken, such as \`is_email\`, \`max_length\`, \`matches\`, and our own: \`required\` (a member that is not there), \`unknown_property\` (a member that the route does not know), \`not_an_object\`, \`bad_text\` (NUL, or half a surrogate pair), \`is_uuid\`, \`invalid_cursor\`.

In those of \`weak_password\`: \`password_too_short\`, \`password_too_long\`, \`password_not_text\`, \`password_common\`, \`password_contains_context\`, \`password_repetitive\`, \`password_sequential\`, and, where the operator asks for it, \`password_composition\`.

## The token endpoint

\`POST /auth/token\` speaks the language of RFC 6749 §5.2 instead: \`{"error": "invalid_grant", "error_description": "…"}\`. A refusal of the table becomes \`invalid_grant\` (400) where it is a 401 or 403, \`temporarily_unavailable\` where it is a 429 or 503, \`server_error\` where it is another 5xx, else \`invalid_request\` (400). \`invalid_client\` (401) and \`unsupported_grant_type\` (400) exist there only.
`;

await put('docs/configuration.md', configuration);
await put('docs/errors.md', errors);
await put('docs/operations.md', await withEvents('docs/operations.md'));
await put('docs/monitoring.md', await withMetrics('docs/monitoring.md'));

function settingRow([name, setting]) {
  const value = [setting.unit, rangeOf(setting), setting.secret && '_secret_'].filter(Boolean).join('; ');
  return row([`\`${name}\``, setting.default ? `\`${setting.default}\`` : '', value, setting.meaning]);
}

/** What a setting says about a value that fits none of them but free text. */
function rangeOf({ read }) {
  const { error } = read.safeParse('ftp://x/?');
  return error?.issues[0].message.replace(/^must (be |have |name |look like )?/, '');
}

function problemsOf(...environments) {
  const all = environments.flatMap((environment) => {
    try {
      Config.from(environment);
      throw new Error(`A bad environment was accepted: ${Object.keys(environment).join(', ')}`);
    } catch (error) {
      if (error.problems) return error.problems;
      throw error;
    }
  });
  return [...new Set(all)].map((problem) => `- ${problem}`).join('\n');
}

/** All that some route announces, and what guards and the database throw without announcing it. */
async function problems() {
  await import('#app.module.js');
  const { problemRegistry, ServiceUnavailable } = await import('#common/errors/index.js');
  const { EmailNotVerified, MissingAccessToken } = await import('#common/access/index.js');
  const { DatabaseUnavailable } = await import('#database/index.js');
  const others = [EmailNotVerified, MissingAccessToken, DatabaseUnavailable, ServiceUnavailable].map(
    ({ spec }) => spec,
  );
  const byCode = new Map([...problemRegistry.values(), ...others].map((spec) => [spec.code, spec]));
  return [...byCode.values()].toSorted((a, b) => a.code.localeCompare(b.code));
}

/** The text of a document, with the list of events between its marks as it is today. */
async function withEvents(name) {
  const { SECURITY_EVENT_TYPES } = await import('#common/events/security-events.js');
  const list = SECURITY_EVENT_TYPES.map((type) => `\`${type}\``).join(', ');
  return between('events', `${list}.`, await readFile(join(root, name), 'utf8'));
}

/** Likewise, with the list that test/e2e/metrics holds the service to. */
async function withMetrics(name) {
  const catalog = JSON.parse(await readFile(join(root, 'test/metrics.snapshot.json'), 'utf8'));
  const all = Object.entries(catalog).map(([metric, about]) => ({ metric, ...about }));
  const [ours, others] = [true, false].map((own) =>
    all.filter(({ metric }) => metric.startsWith('gatehouse_') === own),
  );
  const code = (text) => `\`${text}\``;
  const rows = ours.map(({ metric, type, labels, help }) =>
    row([code(metric), type, labels.map(code).join(', '), help]),
  );
  const table = ['| Metric | Type | Labels | What it tells |', '| --- | --- | --- | --- |', ...rows].join('\n');
  const names = `${others.map(({ metric }) => code(metric)).join(', ')}.`;
  return between('process', names, between('metrics', table, await readFile(join(root, name), 'utf8')));
}

/** A text with something else between two of its marks. */
function between(mark, content, text) {
  const marks = new RegExp(`(<!-- ${mark}: [^\n]+ -->\n)[^]*(<!-- /${mark} -->)`);
  return text.replace(marks, (_all, begin, end) => `${begin}\n${content}\n\n${end}`);
}

function problemRow({ code, status, title, detail }) {
  return row([`\`${code}\``, String(status), title, [detail, NOTES[code]].filter(Boolean).join(' ')]);
}

function row(cells) {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

async function put(name, markdown) {
  const path = join(root, name);
  const text = await format(markdown, { parser: 'markdown', printWidth: 120, singleQuote: true });
  if (!check) return writeFile(path, text);
  const current = await readFile(path, 'utf8').catch(() => '');
  if (current === text) return;
  console.error(`${relative(root, path)} is not current. Run: npm run build && node scripts/make-reference-docs.mjs`);
  process.exitCode = 1;
}
