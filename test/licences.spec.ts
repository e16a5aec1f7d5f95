import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './support/project-root.js';

function list(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/list-licences.mjs'), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('npm run licences', () => {
  it('knows the licence of every package that is installed in production, and none asks for more than to be named', () => {
    const { status, stdout, stderr } = list('--check');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^\d{3} packages, 0 with a licence that nobody has allowed\n$/);
    expect(list().stdout).toMatch(/^MIT\tfastify \d/m);
  });

  it('stops at another one', () => {
    const { status, stderr } = list('--all', '--check');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^axe-core \S+: MPL-2\.0$/m);
  });
});
