import type { Worker } from 'node:cluster';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type * as client from 'prom-client';
import { isReading, READ_METRICS, type Reading } from '#common/worker-messages.js';

type Metrics = Reading['reading'];

/** A worker itself waits two seconds for the database; Prometheus gives up after ten. */
const LONGEST_MS = 4_000;

/** Only what makes one of many: the front door of prom-client also loads what measures the process. */
const Aggregator = createRequire(import.meta.url)('prom-client/lib/cluster.js') as typeof client.AggregatorRegistry;

/**
 * The metrics of all workers as those of one service, each put together as it asks for itself (`aggregator`). Nothing
 * that only grows ever shrinks, or Prometheus would take it for a restart and count all of it once more: what a worker
 * has counted stays when it has ended, and of one that does not answer the last answer holds.
 */
export class WorkersMetrics {
  private readonly latest = new Map<Worker, Metrics>();
  private ended: Metrics = [];

  async read(workers: Iterable<Worker>): Promise<string> {
    await Promise.all(Array.from(workers, (worker) => this.ask(worker)));
    return Aggregator.aggregate([this.ended, ...this.latest.values()]).metrics();
  }

  /** It has ended. What it was asked last is what Prometheus knows of it. */
  keep(worker: Worker): void {
    const counted = this.latest.get(worker)?.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
    this.latest.delete(worker);
    if (counted) this.ended = Aggregator.aggregate([this.ended, counted]).getMetricsAsArray();
  }

  private async ask(worker: Worker): Promise<void> {
    const over = new AbortController();
    const { signal } = over;
    const timer = setTimeout(() => over.abort(), LONGEST_MS);
    try {
      const heard = [once(worker, 'message', { signal }), once(worker, 'exit', { signal })];
      worker.send(READ_METRICS);
      const [answer] = (await Promise.race(heard)) as unknown[];
      if (isReading(answer) && !worker.isDead()) this.latest.set(worker, answer.reading);
    } catch {
      // It is busy, or ends.
    } finally {
      clearTimeout(timer);
      over.abort();
    }
  }
}
