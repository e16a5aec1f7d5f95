import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Mail1767312000000 implements MigrationInterface {
  name = 'Mail1767312000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox (
        id              uuid        CONSTRAINT outbox_pkey PRIMARY KEY,
        template        text        NOT NULL,
        locale          text        NOT NULL,
        recipient       text        NOT NULL,
        data            bytea,
        status          text        NOT NULL DEFAULT 'queued',
        attempts        integer     NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        created_at      timestamptz NOT NULL DEFAULT now(),
        sent_at         timestamptz,
        last_error      text,
        CONSTRAINT outbox_status_check CHECK (status IN ('queued', 'sent', 'dead'))
      )`);
    // What is to be sent stays quick to find, however many letters were sent before.
    await queryRunner.query(`CREATE INDEX outbox_due_idx ON outbox (next_attempt_at) WHERE status = 'queued'`);
    await queryRunner.query(`CREATE INDEX outbox_finished_idx ON outbox (created_at) WHERE status <> 'queued'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE outbox`);
  }
}
