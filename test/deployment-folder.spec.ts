import { load } from 'js-yaml';
import { SETTINGS } from '#config/index.js';
import { textOf } from './support/sources.js';

interface Compose {
  readonly services: Record<string, { environment: object; ports?: string[]; networks?: unknown }>;
  readonly networks: { inside: { ipam: { config: [{ subnet: string; ip_range: string }] } } };
}

/** Without the comments and blank lines. */
const statements = (text: string): string[] => text.split('\n').filter((line) => line.trim() && !/^\s*#/.test(line));

const settingsIn = (text: string): string[] => [...text.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!);

describe('deploy/compose', () => {
  const text = textOf('deploy/compose/docker-compose.yml');
  const { services } = load(text) as Compose;

  it('has two instances that are the same, with no setting that the service does not know', () => {
    expect(services['gatehouse-1']).toEqual(services['gatehouse-2']);
    const names = Object.keys(services['gatehouse-1']!.environment);
    expect(names).toContain('TRUSTED_PROXIES');
    expect(names.filter((name) => !(name in SETTINGS))).toEqual([]);
  });

  it('is open at the proxy alone, which is who it trusts', () => {
    expect(Object.keys(services).filter((name) => services[name]!.ports)).toEqual(['proxy']);
    const { networks } = services['proxy'] as { networks: { inside: { ipv4_address: string } } };
    const { TRUSTED_PROXIES } = services['gatehouse-1']!.environment as Record<string, string>;
    expect(TRUSTED_PROXIES).toBe(`${networks.inside.ipv4_address}/32`);
  });

  it('holds no secret', () => {
    for (const name of ['SECRET_KEY', 'POSTGRES_PASSWORD']) expect(text).toMatch(new RegExp(`\\$\\{${name}:\\?`));
  });

  it('gives its proxy the configuration that is tried, for two containers', () => {
    const tried = textOf('deploy/nginx/gatehouse.conf')
      .replace('127.0.0.1:3001', 'gatehouse-1:3000')
      .replace('127.0.0.1:3002', 'gatehouse-2:3000');
    expect(statements(textOf('deploy/compose/nginx.conf'))).toEqual(statements(tried));
  });
});

describe('deploy/systemd', () => {
  const unit = textOf('deploy/systemd/gatehouse@.service');

  it('starts what npm run start:prod starts', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    expect(unit).toContain(`\nExecStart=/usr/bin/${scripts['start:prod']}\n`);
  });

  it('knows no setting that the service does not', () => {
    const names = settingsIn(textOf('deploy/systemd/gatehouse.env.example'));
    expect(names).toContain('SECRET_KEY');
    expect(names.filter((name) => !(name in SETTINGS))).toEqual([]);
  });
});
