import type { ClientJwks } from './client.entity.js';

/** A client as requests need it: kept in memory, read from the table. */
export interface RegisteredClient {
  readonly id: string;
  readonly grants: readonly string[];
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly jwks: ClientJwks | null;
  readonly token_epoch: number;
  /** Digests of its secrets. */
  readonly secrets: readonly Buffer[];
}

const COLUMNS = `client.id, client.grants, client.scopes, client.audiences, client.jwks, client.token_epoch,
                 array(SELECT digest FROM client_secrets WHERE client_id = client.id) AS secrets`;

/** Only active ones: to a request, another does not exist. */
export const ALL_CLIENTS = {
  name: 'all_clients',
  text: `SELECT ${COLUMNS} FROM clients AS client WHERE client.is_active`,
};

/** $1 client id */
export const FIND_CLIENT = {
  name: 'find_client',
  text: `${ALL_CLIENTS.text} AND client.id = $1`,
};
