import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SocialSignIn1768521600000 implements MigrationInterface {
  name = 'SocialSignIn1768521600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Who somebody is at a provider. Never found by an e-mail address.
    await queryRunner.query(`
      CREATE TABLE identities (
        id            uuid        CONSTRAINT identities_pkey PRIMARY KEY,
        user_id       uuid        NOT NULL CONSTRAINT identities_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        issuer        text        NOT NULL,
        subject       text        NOT NULL,
        provider      text        NOT NULL,
        email         text,
        granted_roles text[]      NOT NULL DEFAULT '{}',
        tokens        bytea,
        created_at    timestamptz NOT NULL DEFAULT now(),
        last_used_at  timestamptz NOT NULL DEFAULT now(),
        unlinked_at   timestamptz
      )`);
    await queryRunner.query(`CREATE UNIQUE INDEX identities_issuer_subject_key ON identities (issuer, subject)`);
    await queryRunner.query(`CREATE INDEX identities_user_id_idx ON identities (user_id)`);

    // Somebody is on the way to a provider. Used up by one DELETE; neither the state nor what the browser keeps is here.
    await queryRunner.query(`
      CREATE TABLE social_flows (
        state_digest   bytea       CONSTRAINT social_flows_pkey PRIMARY KEY,
        browser_digest bytea,
        provider       text        NOT NULL,
        redirect_uri   text        NOT NULL,
        code_challenge text        NOT NULL,
        app_state      text,
        given_name     text,
        user_id        uuid        CONSTRAINT social_flows_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        expires_at     timestamptz NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX social_flows_expires_at_idx ON social_flows (expires_at)`);
    await queryRunner.query(`CREATE INDEX social_flows_user_id_idx ON social_flows (user_id)`);

    // Somebody is back, and the application has not fetched the tokens yet.
    await queryRunner.query(`
      CREATE TABLE social_codes (
        digest         bytea       CONSTRAINT social_codes_pkey PRIMARY KEY,
        user_id        uuid        NOT NULL
          CONSTRAINT social_codes_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        purpose        text        NOT NULL,
        code_challenge text        NOT NULL,
        redirect_uri   text        NOT NULL,
        content        bytea       NOT NULL,
        expires_at     timestamptz NOT NULL
      )`);
    await queryRunner.query(`CREATE INDEX social_codes_expires_at_idx ON social_codes (expires_at)`);
    await queryRunner.query(`CREATE INDEX social_codes_user_id_idx ON social_codes (user_id)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE social_codes`);
    await queryRunner.query(`DROP TABLE social_flows`);
    await queryRunner.query(`DROP TABLE identities`);
  }
}
