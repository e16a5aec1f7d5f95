import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PendingRegistrations1767744000000 implements MigrationInterface {
  name = 'PendingRegistrations1767744000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // A registration that its letter has to confirm. There is one row whether the address has an account or not, and it
    // keeps the name for as long in both cases. `digest` is set when the letter is written.
    await queryRunner.query(`
      CREATE TABLE pending_registrations (
        id            uuid        CONSTRAINT pending_registrations_pkey PRIMARY KEY,
        username      text        NOT NULL,
        email         text        NOT NULL,
        full_name     text,
        password_hash text        NOT NULL,
        locale        text        NOT NULL,
        digest        bytea,
        letter_due    boolean     NOT NULL DEFAULT true,
        created_at    timestamptz NOT NULL DEFAULT now(),
        expires_at    timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX pending_registrations_username_key ON pending_registrations (lower(username COLLATE "C"))`);
    await queryRunner.query(`CREATE UNIQUE INDEX pending_registrations_digest_key ON pending_registrations (digest)`);
    await queryRunner.query(`
      CREATE INDEX pending_registrations_email_idx ON pending_registrations (lower(email COLLATE "C"))`);
    await queryRunner.query(`
      CREATE INDEX pending_registrations_expires_at_idx ON pending_registrations (expires_at)`);
    await queryRunner.query(`
      CREATE INDEX pending_registrations_due_idx ON pending_registrations (id) WHERE letter_due`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE pending_registrations`);
  }
}
