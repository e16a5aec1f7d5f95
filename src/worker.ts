import './thread-pool-size.js';
import '#common/early-end.js';
import { ANNOUNCE, READY } from '#common/worker-messages.js';
import { Config } from '#config/index.js';
import { whyNot } from './main.messages.js';
import { announce, serve } from './serve.js';

/** One of several processes that share the port. Where it is wrong, its settings are those that the primary has read. */
try {
  const config = Config.from(process.env);
  const app = await serve(config);
  process.on('message', (message) => {
    if (message === ANNOUNCE) void announce(config, app);
  });
  process.send?.(READY);
} catch (error) {
  process.stderr.write(`${whyNot(error)}\n`);
  process.exit(1);
}
