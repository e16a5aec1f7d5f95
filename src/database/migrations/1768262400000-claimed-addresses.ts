import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every registration asks whether the former owner of the address could still have it back. */
export class ClaimedAddresses1768262400000 implements MigrationInterface {
  name = 'ClaimedAddresses1768262400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX one_time_tokens_notice_address_idx ON one_time_tokens (lower(data->>'email' COLLATE "C"))
       WHERE purpose = 'not_me'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX one_time_tokens_notice_address_idx`);
  }
}
