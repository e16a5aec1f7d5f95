import { load } from 'js-yaml';
import { usedBy } from './support/promql.js';
import { textOf } from './support/sources.js';

interface Metric {
  readonly type: string;
  readonly labels: readonly string[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}
interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}
interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string }[] };
}

const catalog = JSON.parse(textOf('test/metrics.snapshot.json')) as Record<string, Metric>;
const { groups } = load(textOf('deploy/monitoring/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(textOf('deploy/monitoring/grafana-dashboard.json')) as Dashboard;
const guide = textOf('docs/monitoring.md');

/** What a scrape adds by itself. */
const ADDED = ['job', 'instance'];

/** The metric of the list that a series belongs to. */
function metricOf(series: string): Metric | undefined {
  if (series === 'up') return { type: 'gauge', labels: [] };
  const part = /_(?:bucket|sum|count)$/.exec(series);
  const histogram = part ? catalog[series.slice(0, part.index)] : undefined;
  if (histogram && ['histogram', 'summary'].includes(histogram.type)) {
    return { type: 'histogram', labels: [...histogram.labels, 'le'] };
  }
  return catalog[series];
}

/** What of an expression does not exist. */
function unknownIn(expression: string): string[] {
  const { metrics, labels } = usedBy(expression);
  const known = new Set([...ADDED, ...metrics.flatMap((name) => metricOf(name)?.labels ?? [])]);
  if (metrics.length === 0) return [`nothing in ${expression}`];
  return [...metrics.filter((name) => !metricOf(name)), ...labels.filter((label) => !known.has(label))];
}

describe('the reading of expressions', () => {
  it.each([
    ['up{job="gatehouse"} == 0', ['up'], ['job']],
    ['sum by (a, b) (rate(x_total{c=~"d.*", e!=""}[5m])) > 0.01', ['x_total'], ['c', 'e', 'a', 'b']],
    ['histogram_quantile(0.99, sum by (le) (rate(y_bucket[$__rate_interval])))', ['y_bucket'], ['le']],
    ['m > 1 and on (f) n unless 3 * o', ['m', 'n', 'o'], ['f']],
  ])('%s', (expression, metrics, labels) => expect(usedBy(expression)).toEqual({ metrics, labels }));

  it('finds what does not exist', () => {
    expect(unknownIn('rate(gatehouse_no_such_total[5m])')).toEqual(['gatehouse_no_such_total']);
    expect(unknownIn('gatehouse_bell_heard_bucket{status="200"}')).toEqual(['gatehouse_bell_heard_bucket', 'status']);
    expect(unknownIn('1 > 0')).toHaveLength(1);
  });
});

describe('the alerts', () => {
  it('are built on what the service tells', () => {
    expect(rules.length).toBeGreaterThan(10);
    for (const { alert, expr } of rules) expect(unknownIn(expr), alert).toEqual([]);
  });

  it('have names of their own, a severity and a sentence', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      expect(alert).toMatch(/^Gatehouse[A-Z]\w+$/);
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/\.$/);
    }
  });

  it('each stand in the guide, with what to do', () => {
    const described = [...guide.matchAll(/^\| `(Gatehouse\w+)` +\| (.{20,}) \| (.{20,}) \|$/gm)].map(
      ([, name]) => name!,
    );
    expect(described.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });
});

describe('the dashboard', () => {
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  const expressions = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

  it('is built on what the service tells', () => {
    expect(expressions.length).toBeGreaterThan(30);
    for (const { title, expr } of expressions) expect(unknownIn(expr), title).toEqual([]);
    const queries = dashboard.templating.list.filter(({ query }) => query.startsWith('label_values'));
    for (const { query } of queries) expect(query).toContain('label_values(gatehouse_build_info');
  });

  it('shows every metric of ours', () => {
    const shown = new Set(expressions.flatMap(({ expr }) => usedBy(expr).metrics));
    const ours = Object.keys(catalog).filter((name) => name.startsWith('gatehouse_'));
    const hidden = ours.filter((name) => ![name, `${name}_bucket`, `${name}_count`].some((each) => shown.has(each)));
    expect(hidden).toEqual([]);
  });

  it('has panels with ids of their own that do not lie over each other', () => {
    const { panels: all } = dashboard;
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const over = all.filter(({ gridPos: a }, at) =>
      all
        .slice(at + 1)
        .some(({ gridPos: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
    );
    expect(over.map(({ title }) => title)).toEqual([]);
    expect(all.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
