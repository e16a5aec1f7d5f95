import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1767225600000 implements MigrationInterface {
  name = 'Initial1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await usersAndRoles(queryRunner);
    await tokens(queryRunner);
    await shared(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE idempotency_keys, rate_limits, token_blacklist, sessions, signing_keys`);
    await queryRunner.query(`DROP FUNCTION ring_token_blacklist(), current_transaction()`);
    await queryRunner.query(`DROP VIEW token_subjects`);
    await queryRunner.query(`DROP TABLE user_roles, users, roles`);
  }
}

async function usersAndRoles(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    CREATE TABLE roles (
      name        text        CONSTRAINT roles_pkey PRIMARY KEY,
      description text        NOT NULL,
      permissions text[]      NOT NULL,
      built_in    boolean     NOT NULL DEFAULT false,
      created_at  timestamptz NOT NULL DEFAULT now(),
      updated_at  timestamptz NOT NULL DEFAULT now()
    )`);
  await queryRunner.query(`
    INSERT INTO roles (name, description, built_in, permissions) VALUES
      ('admin',     'May do everything', true,
       '{users:read,users:write,users:delete,roles:read,roles:write,roles:assign}'),
      ('moderator', 'May look at users', true, '{users:read,roles:read}'),
      ('user',      'Has an account',    true, '{}'),
      ('guest',     'May look around',   true, '{}')`);
  await queryRunner.query(`
    CREATE TABLE users (
      id            uuid        CONSTRAINT users_pkey PRIMARY KEY,
      username      text        NOT NULL,
      email         text        NOT NULL,
      full_name     text,
      password_hash text,
      is_active     boolean     NOT NULL DEFAULT true,
      is_verified   boolean     NOT NULL DEFAULT false,
      token_epoch   integer     NOT NULL DEFAULT 0,
      last_login_at timestamptz,
      created_at    timestamptz NOT NULL DEFAULT now(),
      updated_at    timestamptz NOT NULL DEFAULT now()
    )`);
  // Names are ASCII by rule; "C" keeps lower() the same under every locale (a Turkish one has no i for I).
  await queryRunner.query(`CREATE UNIQUE INDEX users_username_key ON users (lower(username COLLATE "C"))`);
  await queryRunner.query(`CREATE UNIQUE INDEX users_email_key ON users (lower(email COLLATE "C"))`);
  await queryRunner.query(`
    CREATE TABLE user_roles (
      user_id   uuid NOT NULL CONSTRAINT user_roles_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
      role_name text NOT NULL CONSTRAINT user_roles_role_name_fkey REFERENCES roles (name) ON UPDATE CASCADE,
      CONSTRAINT user_roles_pkey PRIMARY KEY (user_id, role_name)
    )`);
  await queryRunner.query(`CREATE INDEX user_roles_role_name_idx ON user_roles (role_name)`);
}

async function tokens(queryRunner: QueryRunner): Promise<void> {
  // All that the tokens room knows of a user. One read gives roles and epoch as of the same moment.
  await queryRunner.query(`
    CREATE VIEW token_subjects AS
    SELECT u.id, u.is_active, u.is_verified, u.token_epoch,
           ARRAY(SELECT ur.role_name FROM user_roles ur WHERE ur.user_id = u.id ORDER BY 1) AS roles,
           ARRAY(SELECT DISTINCT p.permission
                   FROM user_roles ur
                   JOIN roles r ON r.name = ur.role_name
                  CROSS JOIN unnest(r.permissions) AS p (permission)
                  WHERE ur.user_id = u.id
                  ORDER BY 1) AS permissions
      FROM users u`);
  await queryRunner.query(`
    CREATE TABLE signing_keys (
      kid          text        CONSTRAINT signing_keys_pkey PRIMARY KEY,
      algorithm    text        NOT NULL,
      public_jwk   jsonb       NOT NULL,
      private_key  bytea       NOT NULL,
      created_at   timestamptz NOT NULL DEFAULT now()
    )`);
  // Refreshing changes no indexed column, so that the new row version stays on its page (HOT).
  await queryRunner.query(`
    CREATE TABLE sessions (
      id               uuid        CONSTRAINT sessions_pkey PRIMARY KEY,
      user_id          uuid        NOT NULL CONSTRAINT sessions_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
      client_id        text        NOT NULL,
      amr              text[]      NOT NULL,
      ip               text,
      user_agent       text,
      counter          integer     NOT NULL DEFAULT 0,
      created_at       timestamptz NOT NULL DEFAULT now(),
      authenticated_at timestamptz NOT NULL DEFAULT now(),
      last_used_at     timestamptz NOT NULL DEFAULT now(),
      rotated_at       timestamptz NOT NULL DEFAULT now(),
      expires_at       timestamptz NOT NULL,
      ended_at         timestamptz,
      end_reason       text
    ) WITH (fillfactor = 75)`);
  await queryRunner.query(`CREATE INDEX sessions_user_id_idx ON sessions (user_id)`);
  await queryRunner.query(`
    CREATE FUNCTION current_transaction() RETURNS bigint LANGUAGE sql AS 'SELECT pg_current_xact_id()::text::bigint'`);
  await queryRunner.query(`
    CREATE TABLE token_blacklist (
      jti            text        NOT NULL,
      token_type     text        NOT NULL,
      user_id        uuid        NOT NULL,
      min_epoch      integer,
      blacklisted_at timestamptz NOT NULL DEFAULT now(),
      written_by     bigint      NOT NULL DEFAULT current_transaction(),
      expires_at     timestamptz NOT NULL,
      reason         text        NOT NULL,
      CONSTRAINT token_blacklist_pkey PRIMARY KEY (jti, token_type)
    )`);
  // Whoever has read a snapshot asks for what transactions have written that it did not see. No clock is asked.
  await queryRunner.query(`CREATE INDEX token_blacklist_written_by_idx ON token_blacklist (written_by)`);
  await queryRunner.query(`CREATE INDEX token_blacklist_expires_at_idx ON token_blacklist (expires_at)`);
  // A bell for the other instances, rung at commit. In a trigger, so that no writer can forget it. For each row: for
  // each statement it would ring at every refresh, which ends a session only now and then.
  await queryRunner.query(`
    CREATE FUNCTION ring_token_blacklist() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('token_blacklist', '');
      RETURN NULL;
    END $$`);
  await queryRunner.query(`
    CREATE TRIGGER token_blacklist_bell AFTER INSERT OR UPDATE ON token_blacklist
    FOR EACH ROW EXECUTE FUNCTION ring_token_blacklist()`);
}

async function shared(queryRunner: QueryRunner): Promise<void> {
  // Counters may be lost in a crash; writing them to the log would cost more than they are worth.
  await queryRunner.query(`
    CREATE UNLOGGED TABLE rate_limits (
      key           text        CONSTRAINT rate_limits_pkey PRIMARY KEY,
      hits          integer     NOT NULL,
      expires_at    timestamptz NOT NULL,
      blocked_until timestamptz
    )`);
  await queryRunner.query(`CREATE INDEX rate_limits_expires_at_idx ON rate_limits (expires_at)`);
  await queryRunner.query(`
    CREATE TABLE idempotency_keys (
      key         bytea       CONSTRAINT idempotency_keys_pkey PRIMARY KEY,
      fingerprint bytea       NOT NULL,
      status      integer,
      body        jsonb,
      expires_at  timestamptz NOT NULL
    )`);
  await queryRunner.query(`CREATE INDEX idempotency_keys_expires_at_idx ON idempotency_keys (expires_at)`);
}
