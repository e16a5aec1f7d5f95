import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RecoveryOrigins1767873600000 implements MigrationInterface {
  name = 'RecoveryOrigins1767873600000';

  /** Who asked for a letter is known only while they ask; a worker serves it later, when somebody else asks. */
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE recovery_requests
        ADD COLUMN request_id text,
        ADD COLUMN ip         text,
        ADD COLUMN user_agent text`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE recovery_requests DROP COLUMN request_id, DROP COLUMN ip, DROP COLUMN user_agent`,
    );
  }
}
