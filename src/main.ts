import './thread-pool-size.js';
import { existsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { constants } from 'node:os';
import { Config } from '#config/index.js';
import { createApp } from './app.setup.js';
import { bootMessage, helpText, whyNot } from './main.messages.js';
import { usablePort } from './usable-port.js';

/** Requests in flight may end; those that have not by then never will. Supervisors kill after 30 seconds or so. */
const LONGEST_GOODBYE_MS = 10_000;

if (process.argv.includes('--help')) {
  process.stdout.write(helpText());
  process.exit(0);
}

/** Until there is something to close. Said outright, because the first process of a container is spared the default. */
const leaveAtOnce = () => process.exit(128 + constants.signals.SIGTERM);
process.once('SIGTERM', leaveAtOnce);

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { http } = Config.from(process.env);
  const config = Config.from({ ...process.env, PORT: String(await usablePort(http)) });
  const app = await createApp(config);
  process.off('SIGTERM', leaveAtOnce);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => setTimeout(() => app.getHttpServer().closeAllConnections(), LONGEST_GOODBYE_MS).unref());
  }
  await app.listen(config.http.port, config.http.host);
  if (config.production) new Logger('Gatehouse').log(`Ready at ${config.publicUrl}`);
  else process.stdout.write(bootMessage(config, await app.getUrl()));
} catch (error) {
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(1);
}
