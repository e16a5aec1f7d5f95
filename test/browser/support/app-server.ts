import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '#test/support/project-root.js';

export interface AppServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** What `npm run build:example` made, served as its README says. */
export async function serveApp(port: number, gatehouse: string): Promise<AppServer> {
  const child = spawn(process.execPath, [join(ROOT, 'examples/spa/serve.js')], {
    env: { PORT: String(port), GATEHOUSE_URL: gatehouse },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('The app did not start'))),
  ]);
  return {
    url: `http://localhost:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
