import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { leaveLater } from '#common/early-end.js';
import type { Config } from '#config/index.js';
import { createApp } from './app.setup.js';
import { bootMessage } from './main.messages.js';

/** Requests in flight may end; those that have not by then never will. Supervisors kill after 30 seconds or so. */
const LONGEST_GOODBYE_MS = 10_000;

/** The application in this process, which may be one of several that share the port. */
export async function serve(config: Config): Promise<NestFastifyApplication> {
  const app = await createApp(config);
  leaveLater();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => setTimeout(() => app.getHttpServer().closeAllConnections(), LONGEST_GOODBYE_MS).unref());
  }
  await app.listen(config.http.port, config.http.host);
  return app;
}

export async function announce(config: Config, app: NestFastifyApplication): Promise<void> {
  if (config.production) new Logger('Gatehouse').log(`Ready at ${config.publicUrl}`);
  else process.stdout.write(bootMessage(config, await app.getUrl()));
}
