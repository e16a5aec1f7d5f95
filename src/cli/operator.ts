import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NO_SESSION, type Principal } from '#common/access/index.js';

/** Whoever may read the configuration may do everything: every permission that some role has. */
export async function operatorOf(app: INestApplicationContext): Promise<Principal> {
  const rows = await app
    .get(DataSource)
    .query<{ permission: string }[]>('SELECT DISTINCT unnest(permissions) AS permission FROM roles');
  return {
    userId: NO_SESSION,
    sessionId: NO_SESSION,
    tokenId: NO_SESSION,
    clientId: 'gatehouse-cli',
    roles: [],
    permissions: rows.map(({ permission }) => permission),
    emailVerified: true,
    epoch: 0,
    expiresAt: 0,
    authenticatedAt: 0,
  };
}
