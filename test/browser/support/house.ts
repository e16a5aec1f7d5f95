import { freePort } from '#test/support/postgres.js';
import { serveApp } from './app-server.js';
import { type BuiltService, startBuiltService } from './built-service.js';

/** The service, and the application beside it. */
export interface House {
  readonly gatehouse: BuiltService;
  readonly app: string;
  stop(): Promise<void>;
}

export async function startHouse(settings: Record<string, string>): Promise<House> {
  const port = await freePort();
  const app = `http://localhost:${port}`;
  const gatehouse = await startBuiltService({
    ALLOWED_ORIGINS: app,
    APP_URL: app,
    SOCIAL_REDIRECT_URIS: `${app}/signed-in`,
    ...settings,
  });
  const server = await serveApp(port, gatehouse.url);
  return {
    gatehouse,
    app,
    async stop() {
      await server.stop();
      await gatehouse.stop();
    },
  };
}
