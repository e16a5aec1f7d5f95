import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who was unlinked here may be linked elsewhere, and this account still knows it: its row stays, or the address would
 * bring them back once the other account is gone.
 */
export class IdentityMemory1768608000000 implements MigrationInterface {
  name = 'IdentityMemory1768608000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX identities_issuer_subject_key`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX identities_issuer_subject_key ON identities (issuer, subject) WHERE unlinked_at IS NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DELETE FROM identities i
       WHERE unlinked_at IS NOT NULL
         AND EXISTS (SELECT FROM identities o
                      WHERE o.issuer = i.issuer AND o.subject = i.subject
                        AND (o.unlinked_at IS NULL OR o.id > i.id))`);
    await queryRunner.query(`DROP INDEX identities_issuer_subject_key`);
    await queryRunner.query(`CREATE UNIQUE INDEX identities_issuer_subject_key ON identities (issuer, subject)`);
  }
}
