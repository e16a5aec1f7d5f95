import type { MetricsRegistry } from '#common/metrics.js';
import { READ_METRICS, type Reading } from '#common/worker-messages.js';

/** Answers the primary whenever it asks. What cannot be read is not told: the primary goes by what it was told before. */
export function tellPrimary(registry: MetricsRegistry, report: (error: unknown) => void): void {
  process.on('message', (message) => {
    if (message !== READ_METRICS) return;
    registry
      .getMetricsAsJSON()
      .then((reading) => process.send?.({ reading } satisfies Reading))
      .catch(report);
  });
}
