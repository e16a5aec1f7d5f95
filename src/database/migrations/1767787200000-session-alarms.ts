import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SessionAlarms1767787200000 implements MigrationInterface {
  name = 'SessionAlarms1767787200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Sessions that ended because a refresh token was used twice, and whose owner has not been told yet. Written by the
    // statement that ends the session, so that no letter is missing.
    await queryRunner.query(`
      CREATE TABLE session_alarms (
        session_id uuid        CONSTRAINT session_alarms_pkey PRIMARY KEY
                               CONSTRAINT session_alarms_session_id_fkey REFERENCES sessions (id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE session_alarms`);
  }
}
