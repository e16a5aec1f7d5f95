import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Clients1767916800000 implements MigrationInterface {
  name = 'Clients1767916800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE clients (
        id          uuid        CONSTRAINT clients_pkey PRIMARY KEY,
        name        text        NOT NULL CONSTRAINT clients_name_key UNIQUE,
        grants      text[]      NOT NULL DEFAULT '{}',
        scopes      text[]      NOT NULL DEFAULT '{}',
        audiences   text[]      NOT NULL DEFAULT '{}',
        jwks        jsonb,
        is_active   boolean     NOT NULL DEFAULT true,
        token_epoch integer     NOT NULL DEFAULT 0,
        created_at  timestamptz NOT NULL DEFAULT now(),
        updated_at  timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`
      CREATE TABLE client_secrets (
        id         uuid        CONSTRAINT client_secrets_pkey PRIMARY KEY,
        client_id  uuid        NOT NULL CONSTRAINT client_secrets_client_id_fkey REFERENCES clients (id) ON DELETE CASCADE,
        digest     bytea       NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query(`CREATE INDEX client_secrets_client_id_idx ON client_secrets (client_id)`);
    // Assertions that were used, until they would be refused for their age (RFC 7523 §3, point 7).
    await queryRunner.query(`
      CREATE TABLE client_assertions (
        digest     bytea       CONSTRAINT client_assertions_pkey PRIMARY KEY,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX client_assertions_expires_at_idx ON client_assertions (expires_at)`);
    // Instances keep the clients in memory; this tells them to read again.
    await queryRunner.query(`
      CREATE FUNCTION ring_clients() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('clients', '');
        RETURN NULL;
      END $$`);
    for (const table of ['clients', 'client_secrets']) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_bell AFTER INSERT OR UPDATE OR DELETE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION ring_clients()`);
    }
    await queryRunner.query(`
      UPDATE roles SET permissions = permissions || '{clients:read,clients:write}', updated_at = now()
       WHERE name = 'admin'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE roles SET permissions = array_remove(array_remove(permissions, 'clients:read'), 'clients:write')`);
    await queryRunner.query(`DROP TABLE client_assertions, client_secrets, clients`);
    await queryRunner.query(`DROP FUNCTION ring_clients`);
  }
}
