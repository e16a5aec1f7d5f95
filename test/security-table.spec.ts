import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './support/project-root.js';
import { textOf } from './support/sources.js';

const text = textOf('SECURITY.md');

/** The cells of the rows of the table below a heading, without head and rule. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = text.split(new RegExp(`^## ${heading}.*$`, 'm'));
  const lines = section.split(/^## /m)[0]!.split('\n');
  const table = lines.filter((line) => line.startsWith('|')).slice(2);
  return table.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('SECURITY.md', () => {
  const claims = rowsBelow('ASVS 5\\.0');

  it('names for each requirement a test, and none that is not there', () => {
    expect(claims.length).toBeGreaterThan(40);
    const named = claims.map(([, , , , tests]) => [...tests!.matchAll(/`([^`]+)`/g)].map(([, path]) => path!));
    expect(named.filter((paths) => paths.length === 0)).toEqual([]);
    expect(named.flat().filter((path) => !path.endsWith('.spec.ts') || !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('says of which level each is, and claims none twice', () => {
    expect(claims.filter(([, level]) => !/^[123]$/.test(level!))).toEqual([]);
    const numbers = claims.flatMap(([, , requirements]) => requirements!.match(/\d+\.\d+\.\d+/g) ?? []);
    expect(numbers.length).toBeGreaterThan(100);
    expect(numbers.filter((number, i) => numbers.indexOf(number) !== i)).toEqual([]);
  });

  it('points to files that are there', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
