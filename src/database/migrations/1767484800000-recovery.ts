import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Recovery1767484800000 implements MigrationInterface {
  name = 'Recovery1767484800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE one_time_tokens (
        digest     bytea       CONSTRAINT one_time_tokens_pkey PRIMARY KEY,
        purpose    text        NOT NULL,
        user_id    uuid        NOT NULL CONSTRAINT one_time_tokens_user_id_fkey REFERENCES users (id) ON DELETE CASCADE,
        data       jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      )`);
    // One link of a kind for each user: a newer one takes the place of the older. Notices keep theirs, or else a thief
    // could void the owner's way back by causing another notice.
    await queryRunner.query(`
      CREATE UNIQUE INDEX one_time_tokens_user_id_purpose_key ON one_time_tokens (user_id, purpose)
       WHERE purpose <> 'not_me'`);
    await queryRunner.query(`CREATE INDEX one_time_tokens_user_id_idx ON one_time_tokens (user_id)`);
    await queryRunner.query(`CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens (expires_at)`);
    // Somebody asked for a letter by an address that may be nobody's. Every request is one row here, so that all of them
    // take the same time; whether there is an account is found out later, by a worker.
    await queryRunner.query(`
      CREATE TABLE recovery_requests (
        id         uuid        CONSTRAINT recovery_requests_pkey PRIMARY KEY,
        purpose    text        NOT NULL,
        email      text        NOT NULL,
        locale     text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE recovery_requests, one_time_tokens`);
  }
}
