import { threadPoolSize } from './thread-pool-size.js';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import '#common/early-end.js';
import { Config } from '#config/index.js';
import { usablePort } from './usable-port.js';

// What a primary of several workers does not need is loaded where it is known that there is none.
if (process.argv.includes('--help')) {
  const { helpText } = await import('./main.messages.js');
  process.stdout.write(helpText());
  process.exit(0);
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { http, workers } = Config.from(process.env);
  // Loaded first: the port that is found free is so for a moment only.
  const start = workers === 1 ? await alone() : await together();
  await start(Config.from({ ...process.env, PORT: String(await usablePort(http)) }));
} catch (error) {
  const { whyNot } = await import('./main.messages.js');
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(1);
}

async function alone() {
  const { announce, serve } = await import('./serve.js');
  return async (config: Config) => announce(config, await serve(config));
}

async function together() {
  const { Primary } = await import('./cluster/index.js');
  const file = fileURLToPath(new URL('worker.js', import.meta.url));
  return (config: Config) => {
    const env = { PORT: String(config.http.port), UV_THREADPOOL_SIZE: threadPoolSize(config.passwords.concurrency) };
    return new Primary(config, { file, env }).start();
  };
}
