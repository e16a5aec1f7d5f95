import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '#config/index.js';
import { ROOT } from './support/project-root.js';
import { textOf } from './support/sources.js';

describe('the image', () => {
  const dockerfile = textOf('Dockerfile');

  it('starts what npm run start:prod starts', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const [, command] = /^CMD (\[.+\])$/m.exec(dockerfile)!;
    expect((JSON.parse(command!) as string[]).join(' ')).toBe(scripts['start:prod']);
  });

  it('copies only what is there, and what the build may see', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths!.split(' '));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    const visible = textOf('.dockerignore').split('\n');
    expect(copied.filter((path) => !visible.includes(`!${path}`))).toEqual([]);
  });

  it('does not run as root, and has its settings spelt right', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    const [, settings] = /^ENV (.+)$/m.exec(dockerfile)!;
    expect(settings!.split(' ').map((each) => each.split('=')[0])).toEqual(['NODE_ENV', 'HOST', 'PORT']);
  });
});

describe('docker-compose.yml', () => {
  const [, service = ''] = /^ {2}gatehouse:\n((?: {4}.*\n)+)/m.exec(textOf('docker-compose.yml'))!;

  it('knows no setting that the service does not', () => {
    const names = [...service.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name]) => name!);
    expect(names).toContain('DATABASE_URL');
    expect(names.filter((name) => !(name in SETTINGS))).toEqual([]);
  });

  it('holds no secret, and is open to this machine only', () => {
    for (const name of ['SECRET_KEY', 'POSTGRES_PASSWORD']) {
      expect(textOf('docker-compose.yml')).toMatch(new RegExp(`\\$\\{${name}:\\?`));
    }
    const ports = [...textOf('docker-compose.yml').matchAll(/^ {6}- (\S+:\d+:\d+)$/gm)].map(([, port]) => port!);
    expect(ports).toHaveLength(2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});
