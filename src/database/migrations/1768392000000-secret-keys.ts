import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when which SECRET_KEY is in force: by that is told when the former one is of no use any more. */
export class SecretKeys1768392000000 implements MigrationInterface {
  name = 'SecretKeys1768392000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE secret_keys (
        fingerprint   text        CONSTRAINT secret_keys_pkey PRIMARY KEY,
        in_force_from timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE secret_keys`);
  }
}
