import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Principal } from '#common/access/index.js';
import { randomText, sha256 } from '#common/crypto/secrets.js';
import { uuidv7 } from '#common/crypto/uuid.js';
import { SecurityEvents, type SecurityEventType } from '#common/events/security-events.js';
import { violatedConstraint } from '#database/index.js';
import { TokenBlacklistService } from '#tokens/index.js';
import { ClientDirectory } from './client-directory.js';
import { Client, type ClientJwks } from './client.entity.js';
import { ClientNameTaken, ClientNotFound, SecretNotFound, TooManySecrets } from './clients.errors.js';
import { ADD_SECRET, GET_CLIENT, LIST_CLIENTS, type ClientRow } from './client.statements.js';

/** What may be said about a client. Absent: as it is, or empty. */
export interface ClientFields {
  readonly name?: string;
  readonly grants?: readonly string[];
  readonly scopes?: readonly string[];
  readonly audiences?: readonly string[];
  readonly jwks?: ClientJwks | null;
  readonly isActive?: boolean;
}

export interface NewSecret {
  readonly id: string;
  /** Shown this once. */
  readonly secret: string;
}

/** Registered clients, and their secrets. */
@Injectable()
export class ClientsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly directory: ClientDirectory,
    private readonly blacklist: TokenBlacklistService,
    private readonly events: SecurityEvents,
  ) {}

  list(): Promise<ClientRow[]> {
    return this.dataSource.query<ClientRow[]>(LIST_CLIENTS);
  }

  /** Throws ClientNotFound. */
  async get(id: string): Promise<ClientRow> {
    const [client] = await this.dataSource.query<ClientRow[]>(GET_CLIENT, [id]);
    if (!client) throw new ClientNotFound();
    return client;
  }

  /** Throws ClientNameTaken. */
  async create(fields: ClientFields & { readonly name: string }, actor: Principal): Promise<ClientRow> {
    const id = uuidv7();
    await refusing(this.dataSource.getRepository(Client).insert({ id, ...columns(fields) } as object));
    await this.changed('client.created', id, actor);
    return this.get(id);
  }

  /** Its access tokens from before are dead at once. Throws ClientNotFound, ClientNameTaken. */
  async change(id: string, fields: ClientFields, actor: Principal): Promise<ClientRow> {
    const revoked = await this.dataSource.transaction(async (tx) => {
      const changes = { ...columns(fields), tokenEpoch: () => 'token_epoch + 1', updatedAt: () => 'now()' };
      const { affected } = await refusing(tx.update(Client, id, changes as object));
      if (!affected) throw new ClientNotFound();
      return this.killTokens(tx, id, 'client_changed');
    });
    this.blacklist.announce(revoked);
    await this.changed('client.changed', id, actor);
    return this.get(id);
  }

  /** Its access tokens are dead at once. Throws ClientNotFound. */
  async remove(id: string, actor: Principal): Promise<void> {
    const revoked = await this.dataSource.transaction(async (tx) => {
      const { affected } = await tx.update(Client, id, { tokenEpoch: () => 'token_epoch + 1' });
      if (!affected) throw new ClientNotFound();
      const entries = await this.killTokens(tx, id, 'client_deleted');
      await tx.delete(Client, id);
      return entries;
    });
    this.blacklist.announce(revoked);
    await this.changed('client.deleted', id, actor);
  }

  /** A second secret beside the first, so that nothing stands still while it is exchanged. Throws TooManySecrets. */
  async addSecret(clientId: string, actor: Principal): Promise<NewSecret> {
    const secret = `ghs_${randomText(32)}`;
    const id = uuidv7();
    const added = await this.dataSource.transaction(async (tx) => {
      // Of two that add at once, the second waits here and then counts the first one's.
      const client = await tx.findOne(Client, { where: { id: clientId }, lock: { mode: 'pessimistic_write' } });
      if (!client) throw new ClientNotFound();
      return tx.query<unknown[]>(ADD_SECRET, [id, clientId, sha256(secret)]);
    });
    if (added.length === 0) throw new TooManySecrets();
    await this.changed('client.secret_added', clientId, actor);
    return { id, secret };
  }

  /** Tokens that were had for it live on until they expire. Throws SecretNotFound. */
  async removeSecret(clientId: string, id: string, actor: Principal): Promise<void> {
    const [, affected] = await this.dataSource.query<[unknown, number]>(
      'DELETE FROM client_secrets WHERE id = $1 AND client_id = $2',
      [id, clientId],
    );
    if (affected === 0) throw new SecretNotFound();
    await this.changed('client.secret_removed', clientId, actor);
  }

  private async killTokens(tx: EntityManager, id: string, reason: string) {
    const { tokenEpoch } = await tx.findOneByOrFail(Client, { id });
    return this.blacklist.revokeOlder(tx, [{ id, epoch: tokenEpoch }], reason);
  }

  /** To be said after the commit. What was done is told and answered also where the directory cannot be read just now. */
  private async changed(type: SecurityEventType, clientId: string, actor: Principal): Promise<void> {
    this.events.publish({ type, outcome: 'success', actorId: actor.userId, clientId });
    await this.directory.read().catch(() => undefined);
  }
}

function columns({ name, grants, scopes, audiences, jwks, isActive }: ClientFields): Partial<Client> {
  const all = { name, grants, scopes, audiences, jwks, isActive };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

async function refusing<T>(writing: Promise<T>): Promise<T> {
  return writing.catch((error: unknown) => {
    throw violatedConstraint(error) === 'clients_name_key' ? new ClientNameTaken() : error;
  });
}
