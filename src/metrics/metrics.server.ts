import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { measureProcess } from './process-metrics.js';

/**
 * Serves the metrics of every room to Prometheus. On a port of its own, which a reverse proxy does not publish: who
 * signs in how often is the operator's business only, and no guard has to be remembered.
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
    if (!this.config.metrics) return;
    const { host, port } = this.config.metrics;

    await measureProcess(this.registry);
    const server = createServer((request, response) => void this.answer(request, response));
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (cause) {
      throw new Error(`The metrics cannot be served on ${host}:${port}: ${reason(cause)}`, { cause });
    }
    this.server = server;
    this.logger.log(`Metrics on ${host}:${this.address?.port}/metrics`);
  }

  async onApplicationShutdown(): Promise<void> {
    if (!this.server) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (method !== 'GET' || url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    try {
      const text = await this.registry.metrics();
      response.writeHead(200, { 'content-type': this.registry.contentType }).end(text);
    } catch (error) {
      this.logger.error(error);
      response.writeHead(500).end();
    }
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'the port is in use. Choose another METRICS_PORT.';
  if (code === 'EACCES') return 'the port is reserved for the administrator of the machine.';
  return message;
}
