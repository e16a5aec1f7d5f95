import './thread-pool-size.js';
import { existsSync } from 'node:fs';
import { Config, InvalidConfiguration } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { createApp } from './app.setup.js';
import { bootMessage, helpText } from './main.messages.js';

if (process.argv.includes('--help')) {
  process.stdout.write(helpText());
  process.exit(0);
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const config = Config.from(process.env);
  const app = await createApp(config);
  await app.listen(config.http.port, config.http.host);
  process.stdout.write(bootMessage(config, await app.getUrl()));
} catch (error) {
  // What an operator can mend is said in plain words; anything else is a defect and shows where it is.
  const plain = error instanceof InvalidConfiguration || error instanceof CannotStart;
  process.stderr.write(`${plain ? error.message : (error as Error).stack}\n`);
  process.exit(1);
}
