import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An unlogged table is empty after a crash of the server, and on a standby: whoever was shut out could guess anew. */
export class DurableCounters1768737600000 implements MigrationInterface {
  name = 'DurableCounters1768737600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE rate_limits SET LOGGED`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE rate_limits SET UNLOGGED`);
  }
}
