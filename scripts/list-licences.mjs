// Which licences the packages of a production installation have, read from package-lock.json; `--all` with those for
// development. `--check` fails where one is not in the list below: somebody has to read it then.
import { readFileSync } from 'node:fs';

/** They ask for no more than that their text goes along. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** Of before package.json had a field for it; read in the packages themselves. */
const READ = { limiter: 'MIT', 'passport-local': 'MIT', 'passport-strategy': 'MIT', pause: 'MIT' };

const all = process.argv.includes('--all');
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

const rows = Object.entries(packages)
  .filter(
    ([path, { dev, link, devOptional }]) => path.includes('node_modules/') && !link && (all || !(dev || devOptional)),
  )
  .map(([path, { version, license }]) => {
    const name = path.split('node_modules/').at(-1);
    return { name, version, license: license ?? READ[name] ?? 'none said' };
  })
  .toSorted((a, b) => a.license.localeCompare(b.license) || a.name.localeCompare(b.name));

/** `(MIT OR GPL-3.0)` is good where one of the two is; `A AND B` where both are. */
const isAllowed = (license) =>
  license
    .replace(/[()]/g, '')
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((each) => ALLOWED.has(each.trim())));

if (process.argv.includes('--check')) {
  const others = rows.filter(({ license }) => !isAllowed(license));
  for (const { name, version, license } of others) console.error(`${name} ${version}: ${license}`);
  console.log(`${rows.length} packages, ${others.length} with a licence that nobody has allowed`);
  process.exitCode = others.length > 0 ? 1 : 0;
} else {
  for (const { name, version, license } of rows) console.log(`${license}\t${name} ${version}`);
}
