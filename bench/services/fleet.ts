import type { Ground } from '../parts/part.ts';
import { newDatabase } from '../phases/stage.ts';
import { Service, temporaryFolder } from '../support/service.ts';

/** What both instances say they are, whichever was asked. */
export const ISSUER = 'http://gatehouse.test';

/** Two instances on one database, and a folder in which commands of the same configuration run. */
export interface Fleet {
  readonly a: Service;
  readonly b: Service;
  readonly env: Record<string, string> & { readonly DATABASE_URL: string };
  readonly folder: string;
}

export async function startFleet({ cores, postgres }: Ground, settings: Record<string, string> = {}): Promise<Fleet> {
  const { env: database } = await newDatabase(postgres);
  const env = { ...database, PUBLIC_URL: ISSUER, RATE_LIMITS: 'off', LOG_LEVEL: 'warn', ...settings };
  // One after the other, lest both make the tables.
  const a = await Service.start({ cores, env, on: 'all' });
  const b = await Service.start({ cores, env, on: 'all' });
  return { a, b, env, folder: await temporaryFolder() };
}

export async function stopFleet({ a, b }: Fleet): Promise<void> {
  await Promise.all([a.stop(), b.stop()]);
}

/** Where a service that verifies offline finds the keys and the revocations of this instance. */
export function urisOf({ origin }: { readonly origin: string }) {
  return { jwksUri: `${origin}/.well-known/jwks.json`, revocationsUri: `${origin}/api/v1/auth/revocations` };
}
