import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { VERSION } from '#common/version.js';

/** What belongs to no room: Node, the process, and which version it is that runs. */
export function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gatehouse_build_info',
    help: 'Always 1; the label says which version runs',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
}
