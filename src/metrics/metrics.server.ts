import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { listenForMetrics } from '#common/metrics-listener.js';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { measureProcess } from './process-metrics.js';
import { tellPrimary } from './tell-primary.js';

/**
 * Serves the metrics of every room to Prometheus. On a port of its own, which a reverse proxy does not publish: who
 * signs in how often is the operator's business only, and no guard has to be remembered. Of several workers each tells
 * its own to the primary, which has the port.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly registry: MetricsRegistry,
  ) {}

  /** Where it listens; undefined while it does not. */
  get address(): AddressInfo | undefined {
    return (this.server?.address() as AddressInfo | null | undefined) ?? undefined;
  }

  async onApplicationBootstrap(): Promise<void> {
    const { metrics, workers } = this.config;
    if (!metrics) return;
    await measureProcess(this.registry);
    const report = (error: unknown) => this.logger.error(error);
    if (workers > 1) return tellPrimary(this.registry, report);

    this.server = await listenForMetrics(metrics, { read: () => this.registry.metrics(), report });
    this.logger.log(`Metrics on ${metrics.host}:${this.address?.port}/metrics`);
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
