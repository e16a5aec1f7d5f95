import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeySchedule1767830400000 implements MigrationInterface {
  name = 'KeySchedule1767830400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // From when to when a key signs. It is published before, and after that until its last token has expired.
    await queryRunner.query(`
      ALTER TABLE signing_keys
        ADD COLUMN activates_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN retires_at   timestamptz`);
    await queryRunner.query(`UPDATE signing_keys SET activates_at = created_at`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE signing_keys DROP COLUMN activates_at, DROP COLUMN retires_at`);
  }
}
