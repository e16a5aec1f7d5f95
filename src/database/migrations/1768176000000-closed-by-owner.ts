import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ClosedByOwner1768176000000 implements MigrationInterface {
  name = 'ClosedByOwner1768176000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Whether the owner has closed the account, and may open it again by a mailed link.
    await queryRunner.query(`ALTER TABLE users ADD COLUMN closed_by_owner boolean NOT NULL DEFAULT false`);
    // Only owners were ever given a link to restore an account by.
    await queryRunner.query(`
      UPDATE users SET closed_by_owner = true
       WHERE deletes_at IS NOT NULL
         AND EXISTS (SELECT FROM one_time_tokens t WHERE t.user_id = users.id AND t.purpose = 'account_restore')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE users DROP COLUMN closed_by_owner`);
  }
}
