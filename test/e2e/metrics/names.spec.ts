import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MetricsRegistry } from '#common/metrics.js';
import { TestApp } from '../../support/app.js';
import { ROOT } from '../../support/project-root.js';
import { A_PROVIDER } from '../../support/social/application.js';

const SNAPSHOT = join(ROOT, 'test/metrics.snapshot.json');

describe('the metrics', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ ...A_PROVIDER, METRICS_PORT: '0' });
  });
  afterAll(() => app.stop());

  /**
   * Dashboards and alerts of others are built on these names. `UPDATE_METRICS=1 npx vitest run e2e/metrics/names` writes
   * the file, of which docs/monitoring.md is made.
   */
  it('have the names and labels that were agreed on', async () => {
    const registry = app.nest.get(MetricsRegistry);
    const all = await registry.getMetricsAsJSON();
    const entries = all.map(
      ({ name, type, help }) => [name, { type, labels: labelsOf(registry, name), help }] as const,
    );
    const now = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
    const text = `${JSON.stringify(now, undefined, 2)}\n`;
    if (process.env['UPDATE_METRICS']) writeFileSync(SNAPSHOT, text);
    expect(text).toBe(readFileSync(SNAPSHOT, 'utf8'));
  });

  it('are named as Prometheus wants it: with a prefix, a unit, and _total where they only grow', async () => {
    const ours = (await app.nest.get(MetricsRegistry).getMetricsAsJSON()).filter(({ name }) =>
      name.startsWith('gatehouse'),
    );
    expect(ours.length).toBeGreaterThan(20);
    for (const { name, type } of ours) {
      expect(name).toMatch(/^gatehouse_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, String(type) === 'counter']);
      if (String(type) === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });
});

function labelsOf(registry: MetricsRegistry, name: string): string[] {
  const { labelNames } = registry.getSingleMetric(name) as unknown as { readonly labelNames: string[] };
  return [...labelNames];
}
