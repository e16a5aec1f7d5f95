import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPostgres } from '../../test/support/postgres.ts';
import { type Cores, residentMiB } from '../support/machine.ts';
import { Service, temporaryFolder } from '../support/service.ts';
import type { Plan } from './plan.ts';
import { newDatabase } from './stage.ts';

export interface StartResult {
  readonly database: 'embedded' | 'PostgreSQL';
  readonly startMs: readonly number[];
  /** Some time after the last start, when nobody has asked anything yet. */
  readonly idleMiB: number;
}

/** From the start of the process until it says that it is ready, on data that is there already. */
export async function measureStarts(cores: Cores, postgres: TestPostgres, plan: Plan): Promise<StartResult[]> {
  const kinds = [
    { database: 'embedded' as const, env: { DATA_DIR: await temporaryFolder() }, startMs: [] as number[] },
    { database: 'PostgreSQL' as const, env: (await newDatabase(postgres)).env, startMs: [] as number[] },
  ];
  const start = (env: Record<string, string>) => Service.start({ cores, env, on: 'all' });

  for (const { env } of kinds) await (await start(env)).stop(); // makes the database
  for (let round = 0; round < plan.starts; round += 1) {
    for (const { env, startMs } of kinds) {
      const service = await start(env);
      startMs.push(service.startMs);
      await service.stop();
    }
  }
  return Promise.all(kinds.map(async (kind) => ({ ...kind, idleMiB: await idleMemory(await start(kind.env), plan) })));
}

async function idleMemory(service: Service, { idleMs }: Plan): Promise<number> {
  await sleep(idleMs);
  const memory = residentMiB(service.pid);
  await service.stop();
  return memory;
}
