import { call } from './http.ts';

export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
}

const ADMIN = { username: 'admin', password: 'violet anchor under glass' };

const FIELDS = {
  name: 'bench',
  audiences: ['gatehouse'],
  scopes: ['stock:read'],
  grants: ['client_credentials'],
};

/** A client of the service, registered by its administrator. */
export async function registerClient(origin: string): Promise<RegisteredClient> {
  const api = `${origin}/api/v1`;
  const { body: tokens } = await call(`${api}/auth/login`, { json: ADMIN });
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const created = await call(`${api}/clients`, { json: FIELDS, headers });
  if (created.status !== 201) throw new Error(`The client was not registered: ${created.status}`);
  const { status, body: added } = await call(`${api}/clients/${created.body.client_id}/secrets`, { json: {}, headers });
  if (status !== 201) throw new Error(`The client got no secret: ${status} ${JSON.stringify(added)}`);
  return { id: created.body.client_id, secret: added.client_secret as string };
}
