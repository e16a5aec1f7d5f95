import type { OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { OPTIONAL_PACKAGES } from '#common/version.js';
import type { Config } from '#config/index.js';
import { CannotStart, poolOf } from '#database/index.js';
import type { Telemetry } from './opentelemetry/telemetry.js';

/** Follows requests and what they ask the database, where somebody collects that; else nothing of it is even loaded. */
export class Tracing implements OnApplicationShutdown {
  /** Throws CannotStart. */
  static async start({ tracing }: Pick<Config, 'tracing'>, dataSource: DataSource): Promise<Tracing> {
    if (!tracing) return new Tracing(undefined);
    const { Telemetry } = await import('./opentelemetry/telemetry.js').catch(explain);
    const telemetry = new Telemetry(tracing);
    telemetry.followStatements(poolOf(dataSource));
    return new Tracing(telemetry);
  }

  private constructor(private readonly telemetry: Telemetry | undefined) {}

  /** Behind the hooks that make the context of a request, before it is ready. */
  follow(server: FastifyInstance): void {
    this.telemetry?.followRequests(server);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.telemetry?.close();
  }
}

/** The packages are optional: whoever leaves them out and sets the address nevertheless is told what is missing. */
function explain(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('@opentelemetry/')) throw error;
  const packages = OPTIONAL_PACKAGES.filter((each) => each.startsWith('@opentelemetry/')).join(' ');
  throw new CannotStart(
    `OTEL_EXPORTER_OTLP_ENDPOINT is set, and the packages that make traces are not installed. Install them (npm install --no-save ${packages}) or leave the setting out.`,
  );
}
