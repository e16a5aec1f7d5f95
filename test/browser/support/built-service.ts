import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ADMIN } from '#test/support/names.js';
import { Launched, Service } from '#test/support/service.js';

type Settings = Readonly<Record<string, string>>;

const USUAL = {
  RATE_LIMITS: 'off',
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
  SECRET_KEY: 'for tests only, but long enough to pass',
};

export interface BuiltService {
  /** As people and browsers call it. */
  readonly url: string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** At the same address. */
  startAgain(): Promise<void>;
}

/** `dist`, at a free port unless they name one, under the name `localhost`. Its settings say on which database. */
export async function startBuiltService(settings: Settings): Promise<BuiltService> {
  const cwd = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const start = (PORT: string) => Service.of(new Launched({ ...USUAL, ...settings, PORT }, { cwd }));
  let service = await start(settings['PORT'] ?? '0');
  const { port } = new URL(service.origin);
  return {
    url: `http://localhost:${port}`,
    async stop() {
      await service.stop();
      await rm(cwd, { recursive: true, force: true });
    },
    async startAgain() {
      await mkdir(cwd);
      service = await start(port);
    },
  };
}
