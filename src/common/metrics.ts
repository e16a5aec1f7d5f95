import { Injectable } from '@nestjs/common';
import type { Aggregator } from 'prom-client';
import { Counter, Gauge, Registry } from './prometheus.js';

/** The metrics of this application. Rooms register theirs; the metrics room serves them. One for each application, so
 * that several may run in one process, as they do in tests. */
@Injectable()
export class MetricsRegistry extends Registry {
  /** Tells what somebody else keeps, whenever it is asked. `ofWorkers`: what several processes show together. */
  gauge(name: string, help: string, value: () => number, ofWorkers: Aggregator = 'sum'): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      aggregator: ofWorkers,
      collect() {
        this.set(value());
      },
    });
    this.registerMetric(gauge);
  }

  /**
   * Counts by one label, of which all values are known. Each is there from the start, at 0: a series that comes into
   * being with its first event shows no increase by it.
   */
  counter<Value extends string>(
    name: string,
    help: string,
    label: string,
    values: readonly Value[],
  ): (value: Value) => void {
    const counter = new Counter({ name, help, labelNames: [label], registers: [this] });
    const series = new Map(values.map((value) => [value, counter.labels(value)]));
    for (const each of series.values()) each.inc(0);
    return (value) => series.get(value)?.inc();
  }
}
