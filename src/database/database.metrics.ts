import { Injectable } from '@nestjs/common';
import { Gauge } from '#common/prometheus.js';
import { DataSource } from 'typeorm';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { DatabaseBell } from './bell/database-bell.js';
import { poolOf } from './pool.js';

/** How it stands with the connections of this instance. */
@Injectable()
export class DatabaseMetrics {
  constructor(dataSource: DataSource, bell: DatabaseBell, { database }: Config, registry: MetricsRegistry) {
    const connections = new Gauge({
      name: 'gatehouse_database_connections',
      help: 'Open connections of the pool',
      labelNames: ['state'],
      registers: [registry],
      collect() {
        const { totalCount, idleCount } = poolOf(dataSource);
        this.set({ state: 'in_use' }, totalCount - idleCount);
        this.set({ state: 'idle' }, idleCount);
      },
    });
    connections.set({ state: 'in_use' }, 0);
    registry.gauge(
      'gatehouse_database_connections_max',
      'The most that the pool may open (DATABASE_POOL_SIZE)',
      () => database.poolSize,
    );
    registry.gauge(
      'gatehouse_database_waiting',
      'Statements that wait for a connection',
      () => poolOf(dataSource).waitingCount,
    );
    registry.gauge(
      'gatehouse_bell_heard',
      '1 while what other instances write is heard, 0 while the table is asked for each token; always 1 when embedded',
      () => Number(bell.heard),
      'min',
    );
  }
}
