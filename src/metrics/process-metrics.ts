import { Gauge, type Registry } from '#common/prometheus.js';
import { VERSION } from '#common/version.js';

/** What belongs to no room: Node, the process, and which version it is that runs. */
export async function measureProcess(registry: Registry): Promise<void> {
  const { collectDefaultMetrics } = await import('prom-client');
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gatehouse_build_info',
    help: 'Always 1; the label says which version runs',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
}
