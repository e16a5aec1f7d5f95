import type { Client } from './client.entity.js';

/** A client as administrators see it: its secrets by id only. */
export interface ClientRow extends Pick<Client, 'id' | 'name' | 'grants' | 'scopes' | 'audiences' | 'jwks'> {
  readonly is_active: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly secrets: readonly { readonly id: string; readonly created_at: string }[];
}

const SELECT = `
  SELECT client.*, coalesce((
           SELECT jsonb_agg(jsonb_build_object('id', secret.id, 'created_at', secret.created_at) ORDER BY secret.id)
             FROM client_secrets AS secret WHERE secret.client_id = client.id), '[]') AS secrets
    FROM clients AS client`;

export const LIST_CLIENTS = `${SELECT} ORDER BY client.name`;

/** $1 id */
export const GET_CLIENT = `${SELECT} WHERE client.id = $1`;

/** $1 id, $2 client id, $3 digest. A row when it is at most the second one; the client's row must be locked. */
export const ADD_SECRET = `
  INSERT INTO client_secrets (id, client_id, digest)
  SELECT $1, $2, $3 WHERE (SELECT count(*) FROM client_secrets WHERE client_id = $2) < 2
  RETURNING id`;
