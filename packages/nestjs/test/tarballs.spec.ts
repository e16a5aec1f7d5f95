import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';

const ROOT = new URL('../../../', import.meta.url).pathname;

interface Manifest {
  readonly [member: string]: unknown;
  readonly exports: Record<string, string | { readonly types: string; readonly default: string }>;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** What an installation gets to see: both tarballs unpacked, beside everything that they depend on. */
const consumer = mkdtempSync(join(tmpdir(), 'gatehouse-packages-'));
const folderOf = (name: string) => join(consumer, 'node_modules/@gatehouse', name);
const manifestOf = (name: string) => JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')) as Manifest;
const filesOf = (name: string) => readdirSync(folderOf(name), { recursive: true, encoding: 'utf8' });

beforeAll(() => {
  for (const name of ['verifier', 'nestjs']) {
    const args = ['pack', '-w', `packages/${name}`, '--pack-destination', consumer, '--silent'];
    execFileSync('npm', args, { cwd: ROOT });
    mkdirSync(folderOf(name), { recursive: true });
    const tarball = join(consumer, `gatehouse-${name}-${manifestIn(name)}.tgz`);
    execFileSync('tar', ['xzf', tarball, '--strip-components=1', '-C', folderOf(name)]);
  }
  for (const name of ['jose', 'rxjs', 'reflect-metadata', 'tslib', '@nestjs']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(consumer, 'node_modules', name));
  }
}, 240_000);
afterAll(() => rmSync(consumer, { recursive: true, force: true }));

function manifestIn(name: string): string {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8')) as Manifest;
  return manifest['version'] as string;
}

/** Bare specifiers that an entry reaches by its relative imports. */
function reachedFrom(entry: string, seen = new Set<string>()): Set<string> {
  const bare = new Set<string>();
  if (seen.has(entry)) return bare;
  seen.add(entry);
  for (const [, specifier] of readFileSync(entry, 'utf8').matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
    if (!specifier!.startsWith('.')) bare.add(specifier!);
    else for (const each of reachedFrom(normalize(join(dirname(entry), specifier!)), seen)) bare.add(each);
  }
  return bare;
}

describe.each([
  { name: 'verifier', more: ['FEED.md'], reaches: ['jose'] },
  {
    name: 'nestjs',
    more: [],
    reaches: ['@gatehouse/verifier', '@nestjs/common', '@nestjs/core', 'reflect-metadata', 'rxjs'],
  },
])('the tarball of $name', ({ name, more, reaches }) => {
  it('holds what it must, and nothing of the workshop', () => {
    const files = filesOf(name);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json', ...more]));
    const strange = files.filter((file) => !/^(LICENSE|[A-Z]+\.md|package\.json|dist(\/.*)?)$/.test(file));
    expect(strange).toEqual([]);
    expect(files.filter((file) => /spec|tsbuildinfo|\.map$/.test(file))).toEqual([]);
    const code = files.filter((file) => file.endsWith('.js'));
    expect(code.filter((file) => !files.includes(file.replace(/\.js$/, '.d.ts')))).toEqual([]);
  });

  it('says what it is, and exports what is there', () => {
    const manifest = manifestOf(name);
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT', sideEffects: false });
    expect(manifest['keywords']).toEqual(expect.arrayContaining(['gatehouse', 'jwt']));
    expect(manifest['engines']).toHaveProperty('node');
    const targets = Object.values(manifest.exports).flatMap((each) =>
      typeof each === 'string' ? [each] : [each.types, each.default],
    );
    expect(targets.length).toBeGreaterThan(4);
    expect(targets.filter((target) => !existsSync(join(folderOf(name), target)))).toEqual([]);
  });

  it('reaches from its main entry nothing but what it declares, and nothing that is Node’s alone', () => {
    const { dependencies, peerDependencies } = manifestOf(name);
    expect([...reachedFrom(join(folderOf(name), 'dist/index.js'))].toSorted()).toEqual(reaches);
    expect(Object.keys({ ...dependencies, ...peerDependencies })).toEqual(expect.arrayContaining(reaches));
  });

  it.each(['import', 'require'])('can be had by %s', (how) => {
    const load = (specifier: string) => (how === 'import' ? `await import('${specifier}')` : `require('${specifier}')`);
    const program = `
      const main = ${load(`@gatehouse/${name}`)};
      const { TestIssuer } = ${load(`@gatehouse/${name}/testing`)};
      if (!main.Verifier || !new TestIssuer().token()) throw new Error('empty');`;
    const kind = how === 'import' ? 'module' : 'commonjs';
    execFileSync(process.execPath, [`--input-type=${kind}`, '-e', program], { cwd: consumer, stdio: 'pipe' });
  });
});
