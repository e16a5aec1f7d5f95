import { Gauge, type Registry } from '#common/prometheus.js';
import { VERSION } from '#common/version.js';

/** What belongs to no room: Node, the process, and which version it is that runs. */
export async function measureProcess(registry: Registry): Promise<void> {
  const { collectDefaultMetrics } = await import('prom-client');
  collectDefaultMetrics({ register: registry });
  // Of several workers the slowest matters: their mean hides the one that is stuck. And who is oldest tells of a restart.
  for (const metric of registry.getMetricsAsArray()) {
    if (/^nodejs_eventloop_lag_(?!min)/.test(metric.name)) metric.aggregator = 'max';
    if (metric.name === 'process_start_time_seconds') metric.aggregator = 'min';
  }
  new Gauge({
    name: 'gatehouse_build_info',
    help: 'Always 1; the label says which version runs',
    labelNames: ['version'],
    registers: [registry],
    aggregator: 'max',
  }).set({ version: VERSION }, 1);
}
