import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { busyTime, type Cores, cpuTime, residentMiB } from '../support/machine.ts';
import type { Delay, Service } from '../support/service.ts';
import { letAWeekPass, type Sizes, sizesOf } from './tables.ts';

const MIB = 2 ** 20;

/** How it stands at one moment. */
export interface Look {
  /** Since the beginning. */
  readonly minutes: number;
  readonly residentMiB: number;
  /** After a collection of all garbage. */
  readonly heapMiB: number;
  readonly externalMiB: number;
  /** Of the event loop, since the look before. */
  readonly delay: Delay;
  readonly tables: Sizes;
  readonly metrics: Metrics;
  /** That the service has open, those that listen among them. */
  readonly connections: number;
  /** Of the service, and of its processor whoever used it, in milliseconds. */
  readonly processor: { readonly service: number; readonly all: number };
}

export type Metrics = ReadonlyMap<string, number>;

export interface Watched {
  readonly service: Service;
  readonly metricsPort: number;
  readonly sql: Client;
  readonly cores: Cores;
}

export class Watch {
  readonly looks: Look[] = [];
  private readonly watched: Watched;
  private began = performance.now();

  constructor(watched: Watched) {
    this.watched = watched;
  }

  async keepLooking(times: number, everyMs: number): Promise<void> {
    for (let time = 1; time <= times; time += 1) {
      await sleep(Math.max(0, this.began + time * everyMs - performance.now()));
      await this.look();
    }
  }

  /** The first look is before the load. */
  async look(): Promise<void> {
    const { service, metricsPort, sql, cores } = this.watched;
    if (this.looks.length === 0) this.began = performance.now();
    const minutes = (performance.now() - this.began) / 60_000;
    const delay = this.looks.length > 0 ? await service.readDelay() : { p50: 0, p99: 0, max: 0 };
    const kept = await service.readKept();
    // The collection itself is none of the delays.
    await service.watchDelay();
    const metrics = metricsIn(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text());
    await letAWeekPass(sql);
    this.looks.push({
      minutes,
      residentMiB: residentMiB(service.pid),
      heapMiB: kept.heapUsed / MIB,
      externalMiB: kept.external / MIB,
      delay,
      tables: await sizesOf(sql),
      metrics,
      connections: await connectionsOf(sql),
      processor: { service: cpuTime(service.pid), all: busyTime([cores.service]) },
    });
  }
}

async function connectionsOf(sql: Client): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return rows[0]!.n;
}

/** Lines such as `name{label="value"} 42`, by all before the number. */
function metricsIn(text: string): Metrics {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}
